#include "console/panels/panel_menu.h"

#include "console/app/save_dialog.h"
#include "console/panels/link_menu.h"
#include "console/panels/panel_widget.h"

#include <QBuffer>
#include <QDesktopServices>
#include <QMenu>
#include <QRegularExpression>

namespace vigie::console {

void addPanelActions(QMenu& menu, PanelWidget& panel) {
  const bool withGrafana = !panel.services().grafana.isEmpty();
  const bool asks = !panel.expressions().isEmpty();
  PanelWidget* const p = &panel;
  menu.addAction(PanelWidget::tr("Full screen, or back") + QStringLiteral("\tv"), p, &PanelWidget::viewRequested);
  menu.addAction(withGrafana ? PanelWidget::tr("Open in Grafana") : PanelWidget::tr("Open in Prometheus"), p,
                 [p] { QDesktopServices::openUrl(p->externalLink()); });
  if (withGrafana && asks) {
    menu.addAction(PanelWidget::tr("Explore in Grafana"), p, [p] { QDesktopServices::openUrl(p->exploreLink()); });
  }
  menu.addSeparator();
  menu.addAction(PanelWidget::tr("Copy PromQL") + QStringLiteral("\tp c"), p, &PanelWidget::copyPromQl)
      ->setEnabled(asks);
  menu.addAction(PanelWidget::tr("Copy as CSV") + QStringLiteral("\tp v"), p, &PanelWidget::copyCsv)
      ->setEnabled(panel.data() && !panel.data()->isEmpty());
  menu.addAction(PanelWidget::tr("Copy image") + QStringLiteral("\tp i"), p, &PanelWidget::copyImage)
      ->setEnabled(panel.isSupported());
  menu.addAction(PanelWidget::tr("Save image…"), p, [p] { savePanelImage(*p); })->setEnabled(panel.isSupported());
  if (!panel.hasLegend()) return;
  menu.addSeparator();
  QAction* legend = menu.addAction(PanelWidget::tr("Legend") + QStringLiteral("\tp l"), p, &PanelWidget::setLegendShown);
  legend->setCheckable(true);
  legend->setChecked(panel.isLegendShown());
}

void addPanelLinks(QMenu& menu, const PanelWidget& panel) {
  if (panel.model().links.empty()) return;
  menu.addSeparator();
  addLinkActions(menu, resolveLinks(panel.model().links, panel.linkPlace()));
}

void savePanelImage(PanelWidget& panel) {
  QByteArray png;
  QBuffer buffer(&png);
  buffer.open(QIODevice::WriteOnly);
  panel.picture().save(&buffer, "PNG");
  static const QRegularExpression kNotInNames(QStringLiteral(R"([^\p{L}\p{N}]+)"),
                                              QRegularExpression::UseUnicodePropertiesOption);
  offerToSave(panel, PanelWidget::tr("Save image"), panel.title().toLower().replace(kNotInNames, QStringLiteral("-")),
              PanelWidget::tr("Images (*.png)"), QStringLiteral("png"), png);
}

}  // namespace vigie::console
