// Which class draws which panel type. One line a type.
#pragma once

#include "console/dashboard/dashboard.h"

class QWidget;

namespace vigie::console {

class Crosshair;
class PanelBody;
class Theme;

/// nullptr for a type this version does not draw.
PanelBody* createPanelBody(const PanelModel& model, const Theme& theme, Crosshair& crosshair, QWidget* parent);

/// Whether createPanelBody() knows the type.
bool drawsPanelType(const QString& type);

}  // namespace vigie::console
