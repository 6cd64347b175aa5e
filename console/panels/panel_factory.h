// Which class draws which panel type. One line a type.
#pragma once

#include "console/dashboard/panel_model.h"
#include "console/panels/panel_services.h"

class QWidget;

namespace vigie::console {

class PanelBody;

/// nullptr for a type this version does not draw.
PanelBody* createPanelBody(const PanelModel& model, const PanelServices& services, QWidget* parent);

/// Whether createPanelBody() knows the type.
bool drawsPanelType(const QString& type);

}  // namespace vigie::console
