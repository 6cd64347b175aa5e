// A text panel: Markdown, HTML without scripts, styles and pictures, or plain, with the dashboard's variables filled
// in. Links are judged as all others are (ADR 109).
#pragma once

#include "console/panels/panel_body.h"
#include "console/panels/panel_services.h"

class QTextBrowser;

namespace vigie::console {

class TextBody : public PanelBody {
  Q_OBJECT
 public:
  TextBody(const PanelServices& services, PanelModel panel, QWidget* parent = nullptr);

  void setData(const PanelDataPtr& answer) override;
  [[nodiscard]] bool standsAlone() const override { return true; }
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fill();

  const PanelServices services_;
  PanelModel panel_;
  QTextBrowser* view_;
};

}  // namespace vigie::console
