#include "console/inspect/inspect_drawer.h"

#include "console/app/theme.h"
#include "console/dashboard/interval.h"
#include "console/dashboard/time_words.h"
#include "console/inspect/inspect_data.h"
#include "console/inspect/inspect_queries.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

QString statsOf(const PanelWidget& panel) {
  const QLocale locale;
  std::size_t series = 0;
  std::size_t points = 0;
  qint64 slowest = 0;
  for (const QueryRun& run : panel.runs()) {
    series += run.series;
    points += run.points;
    slowest = std::max(slowest, run.elapsedMs);
  }
  QList<std::pair<QString, QString>> rows = {
      {InspectDrawer::tr("State"), toString(panel.state())},
      {InspectDrawer::tr("Queries"), locale.toString(static_cast<qulonglong>(panel.runs().size()))},
      {InspectDrawer::tr("Series answered"), locale.toString(static_cast<qulonglong>(series))},
      {InspectDrawer::tr("Points answered"), locale.toString(static_cast<qulonglong>(points))},
      {InspectDrawer::tr("Until the last answer"), InspectDrawer::tr("%1 ms").arg(locale.toString(slowest))}};
  if (const PanelDataPtr& data = panel.data()) {
    std::size_t cells = 0;
    for (const DataFrame& frame : data->frames) cells += frame.rows();
    rows.append({InspectDrawer::tr("Tables after transformations"),
                 InspectDrawer::tr("%1, with %2 rows")
                     .arg(locale.toString(static_cast<qulonglong>(data->frames.size())),
                          locale.toString(static_cast<qulonglong>(cells)))});
    rows.append({InspectDrawer::tr("Transformations"),
                 locale.toString(static_cast<qulonglong>(panel.model().transformations.size()))});
    rows.append({InspectDrawer::tr("Time range"),
                 InspectDrawer::tr("%1 to %2")
                     .arg(momentWords(data->window.fromMs, true), momentWords(data->window.toMs, true))});
    if (data->stepMs > 0) rows.append({InspectDrawer::tr("Step"), stepText(data->stepMs)});
    if (!data->notices.isEmpty()) {
      rows.append({InspectDrawer::tr("Notices"), data->notices.join(QLatin1Char('\n'))});
    }
  }
  if (!panel.reason().isEmpty()) rows.append({InspectDrawer::tr("Reason"), panel.reason()});
  QString html = QStringLiteral("<table cellpadding='5'>");
  for (const auto& [name, value] : rows) {
    html += QStringLiteral("<tr><td>%1</td><td width='16'></td><td><b>%2</b></td></tr>")
                .arg(name.toHtmlEscaped(), value.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")));
  }
  return html + QStringLiteral("</table>");
}

}  // namespace

InspectDrawer::InspectDrawer(PanelWidget& panel, const QString& json, QWidget* host)
    : Drawer(panel.services().theme, tr("Inspect"), host, 0.62),
      panel_(&panel),
      tabs_(new QTabBar),
      pages_(new QStackedWidget),
      data_(new InspectData(panel)),
      queries_(new InspectQueries(theme())),
      stats_(new QLabel),
      json_(new QPlainTextEdit(json)) {
  pages_->setProperty("role", QStringLiteral("bare"));
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setAccessibleName(tr("What is shown of the panel"));
  for (const QString& word : {tr("Data"), tr("Query"), tr("Stats"), tr("JSON")}) tabs_->addTab(word);
  connect(tabs_, &QTabBar::currentChanged, pages_, &QStackedWidget::setCurrentIndex);

  stats_->setTextFormat(Qt::RichText);
  stats_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  stats_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  json_->setReadOnly(true);
  json_->setFont(Theme::font(TextRole::kCode));
  json_->setLineWrapMode(QPlainTextEdit::NoWrap);
  json_->setAccessibleName(tr("JSON of the panel"));
  auto* jsonPage = new QWidget;
  auto* jsonLayout = new QVBoxLayout(jsonPage);
  jsonLayout->setContentsMargins(0, 0, 0, 0);
  auto* copy = new QPushButton(tr("Copy"));
  connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(json_->toPlainText()); });
  jsonLayout->addWidget(copy, 0, Qt::AlignRight);
  jsonLayout->addWidget(json_, 1);
  for (QWidget* page :
       {static_cast<QWidget*>(data_), static_cast<QWidget*>(queries_), static_cast<QWidget*>(stats_), jsonPage}) {
    pages_->addWidget(page);
  }
  body().addWidget(tabs_);
  body().addWidget(pages_, 1);

  connect(&panel, &PanelWidget::stateChanged, this, &InspectDrawer::follow);
  connect(&panel, &QObject::destroyed, this, &Drawer::dismiss);
  follow();
  tabs_->setFocus();
}

void InspectDrawer::follow() {
  if (!panel_) return;
  setHeading(tr("Inspect: %1").arg(panel_->title()));
  data_->follow(*panel_);
  queries_->show(panel_->runs(), panel_->model().targets);
  stats_->setText(statsOf(*panel_));
}

void InspectDrawer::showTab(Tab tab) { tabs_->setCurrentIndex(tab); }

QString InspectDrawer::statsText() const { return stats_->text(); }

QString InspectDrawer::jsonText() const { return json_->toPlainText(); }

}  // namespace vigie::console
