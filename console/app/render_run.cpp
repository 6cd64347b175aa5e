#include "console/app/render_run.h"

#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/time_expression.h"
#include "console/panels/panel_state.h"
#include "console/panels/panel_widget.h"
#include "console/prometheus/prometheus_client.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPixmap>
#include <QSaveFile>

#include <algorithm>
#include <cstdio>

namespace vigie::console {
namespace {

/// Qt's painter counts in 16 bits: what is longer is cut in the dashboard's picture, not in its panels'.
constexpr int kTallestPicture = 32'000;

/// Panels with `id` only, out of their rows.
std::vector<PanelModel> onlyPanel(const std::vector<PanelModel>& panels, int id) {
  std::vector<PanelModel> found;
  for (const PanelModel& panel : panels) {
    if (panel.id == id && panel.type != QLatin1String("row")) found.push_back(panel);
    for (const PanelModel& nested : panel.nested) {
      if (nested.id == id) found.push_back(nested);
    }
  }
  for (PanelModel& panel : found) panel.repeat.clear();
  return found;
}

QString statusOf(PanelState state) {
  switch (state) {
    case PanelState::kReady:
    case PanelState::kStale:
      return QStringLiteral("drawn");
    case PanelState::kEmpty:
      return QStringLiteral("empty");
    case PanelState::kUnsupported:
      return QStringLiteral("unsupported");
    case PanelState::kLoading:
    case PanelState::kOffline:
    case PanelState::kError:
      break;
  }
  return QStringLiteral("error");
}

double inSeconds(qint64 ms) { return static_cast<double>(ms) / 1000.0; }

QJsonObject reportOf(const QueryRun& run) {
  QJsonObject target{{QStringLiteral("refId"), run.refId},
                     {QStringLiteral("expr"), run.query.expr},
                     {QStringLiteral("type"), run.query.range ? QStringLiteral("range") : QStringLiteral("instant")},
                     {QStringLiteral("end"), inSeconds(run.query.endMs)},
                     {QStringLiteral("series"), static_cast<qint64>(run.series)},
                     {QStringLiteral("points"), static_cast<qint64>(run.points)},
                     {QStringLiteral("milliseconds"), run.elapsedMs}};
  target.insert(QStringLiteral("start"), inSeconds(run.query.range ? run.query.startMs : run.query.endMs));
  target.insert(QStringLiteral("step"), run.query.range ? QJsonValue(inSeconds(run.query.stepMs)) : QJsonValue());
  return target;
}

QJsonObject reportOf(const VariableSet& variables) {
  QJsonObject report;
  for (const Variable& variable : variables.variables()) {
    const auto value = variables.value(variable.name);
    if (value)
      report.insert(variable.name, QJsonObject{{QStringLiteral("text"), value->text},
                                               {QStringLiteral("values"), QJsonArray::fromStringList(value->values)}});
  }
  return report;
}

}  // namespace

RenderRun::RenderRun(const RenderOptions& options, Dashboard dashboard, Theme& theme, PrometheusClient& prometheus,
                     QObject* parent)
    : QObject(parent), options_(options), theme_(theme), prometheus_(prometheus), folder_(options.out) {
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  const TimeRules& rules = dashboard.time.rules;
  const auto timeOf = [now, &rules](const QString& given, const QString& own, const char* fallback, bool end) {
    for (const QString& text : {given, own, QString::fromLatin1(fallback)}) {
      if (const auto time = text.isEmpty() ? std::nullopt : parseTime(text, now, end, rules)) return *time;
    }
    return now;
  };
  window_.toMs = timeOf(options.to, dashboard.timeTo, "now", true);
  window_.fromMs = timeOf(options.from, dashboard.timeFrom, "now-1h", false);
  if (window_.fromMs >= window_.toMs) window_.fromMs = window_.toMs - 3'600'000;
  timeRange_.setRefreshEvery(std::chrono::seconds(0));
  timeRange_.setZone(rules.zone);
  timeRange_.zoomTo(window_);
  if (options_.panel > 0) {
    dashboard.panels = onlyPanel(dashboard.panels, options_.panel);
    for (PanelModel& panel : dashboard.panels) panel.grid = {0, 0, 24, 8};
  }
  view_ = std::make_unique<DashboardView>(std::move(dashboard), theme_, prometheus_, timeRange_, QUrl());
  view_->variables().setScrapeMs(options_.scrapeMs);
  view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  for (auto it = options_.variables.begin(); it != options_.variables.end(); ++it) {
    view_->variables().pin(it.key(), it.value());
  }
  poll_.setInterval(20);
  connect(&poll_, &QTimer::timeout, this, &RenderRun::check);
}

RenderRun::~RenderRun() = default;

void RenderRun::start() {
  if (!folder_.mkpath(QStringLiteral("."))) {
    complain(QStringLiteral("the folder \"%1\" cannot be made").arg(options_.out));
    Q_EMIT finished(1);
    return;
  }
  if (options_.panel > 0 && view_->panels().empty()) {
    complain(QStringLiteral("--panel: the dashboard has no panel with the id %1").arg(options_.panel));
    Q_EMIT finished(2);
    return;
  }
  since_.start();
  // A panel alone gets the size it was asked for: the view's margins come on top.
  view_->resize(options_.panel > 0 ? options_.size + QSize(2 * space::kLarge, 4 * space::kHuge) : options_.size);
  view_->expandAll();
  view_->show();
  poll_.start();
}

void RenderRun::check() {
  // Everything has to be in sight to be asked for; how much that is shows when the variables are known.
  if (options_.panel > 0) {
    for (PanelWidget* panel : view_->panels()) {
      if (panel->size() != options_.size) panel->resize(options_.size);
    }
  }
  const int wanted = std::clamp(view_->height() - view_->viewport()->height() + view_->contentHeight(),
                                options_.size.height(), kTallestPicture);
  if (options_.panel == 0 && view_->height() < wanted) {
    view_->resize(options_.size.width(), wanted);
    return;
  }
  const bool complete = view_->isReady();
  if (!complete && since_.elapsed() < options_.timeoutSeconds * 1000ll) return;
  poll_.stop();
  write(complete);
}

void RenderRun::write(bool complete) {
  // Nobody is at the keyboard: no control is drawn as the one in use.
  if (QWidget* focused = view_->window()->focusWidget()) focused->clearFocus();
  QJsonArray panels;
  for (PanelWidget* panel : view_->panels()) panels.append(writePanel(*panel, complete));
  if (options_.panel == 0 && !view_->grab().save(folder_.filePath(QStringLiteral("dashboard.png")), "PNG")) {
    complain(QStringLiteral("dashboard.png cannot be written"));
  }
  const Dashboard& dashboard = view_->dashboard();
  const QJsonObject report{{QStringLiteral("dashboard"), QJsonObject{{QStringLiteral("uid"), dashboard.uid},
                                                                     {QStringLiteral("title"), dashboard.title},
                                                                     {QStringLiteral("file"), options_.dashboard}}},
                           {QStringLiteral("prometheus"), prometheus_.baseUrl().toString(QUrl::RemoveUserInfo)},
                           {QStringLiteral("from"), inSeconds(window_.fromMs)},
                           {QStringLiteral("to"), inSeconds(window_.toMs)},
                           {QStringLiteral("theme"), options_.dark ? QStringLiteral("dark") : QStringLiteral("light")},
                           {QStringLiteral("complete"), complete},
                           {QStringLiteral("milliseconds"), since_.elapsed()},
                           {QStringLiteral("variables"), reportOf(view_->variables())},
                           {QStringLiteral("panels"), panels}};
  QSaveFile file(folder_.filePath(QStringLiteral("report.json")));
  if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(report).toJson()) < 0 || !file.commit()) {
    complain(QStringLiteral("report.json cannot be written: %1").arg(file.errorString()));
  }
  Q_EMIT finished(failedToWrite_ ? 1 : panelFailed_ ? 3 : 0);
}

QString RenderRun::fileNameOf(const PanelWidget& panel) {
  // Copies of a repeated panel, and panels of generators that number none, share an id.
  const QString base = QStringLiteral("panel-%1").arg(panel.model().id);
  QString name = base;
  for (int copy = 2; names_.contains(name); ++copy) name = QStringLiteral("%1-%2").arg(base).arg(copy);
  names_.insert(name);
  return name;
}

QJsonObject RenderRun::writePanel(PanelWidget& panel, bool complete) {
  const QString name = fileNameOf(panel);
  QString status = statusOf(panel.state());
  QString message = panel.reason();
  if (!complete && panel.isSupported() && !panel.hasAnswered()) {
    status = QStringLiteral("error");
    message = tr("No answer within %1 s.").arg(options_.timeoutSeconds);
  }
  panelFailed_ = panelFailed_ || status == QLatin1String("error");
  if (!panel.grab().save(folder_.filePath(name + QStringLiteral(".png")), "PNG")) {
    complain(QStringLiteral("%1.png cannot be written").arg(name));
  }
  QSaveFile csv(folder_.filePath(name + QStringLiteral(".csv")));
  const QByteArray text = panel.data() ? toCsv(*panel.data()).toUtf8() : QByteArray();
  if (!csv.open(QIODevice::WriteOnly) || csv.write(text) < 0 || !csv.commit()) {
    complain(QStringLiteral("%1.csv cannot be written: %2").arg(name, csv.errorString()));
  }
  QJsonArray targets;
  for (const QueryRun& run : panel.runs()) targets.append(reportOf(run));
  QJsonArray notices;
  if (panel.data()) notices = QJsonArray::fromStringList(panel.data()->notices);
  return {{QStringLiteral("id"), panel.model().id},
          {QStringLiteral("title"), panel.title()},
          {QStringLiteral("type"), panel.model().type},
          {QStringLiteral("status"), status},
          {QStringLiteral("message"), message},
          {QStringLiteral("notices"), notices},
          {QStringLiteral("image"), name + QStringLiteral(".png")},
          {QStringLiteral("csv"), name + QStringLiteral(".csv")},
          {QStringLiteral("targets"), targets}};
}

void RenderRun::complain(const QString& what) {
  failedToWrite_ = true;
  std::fprintf(stderr, "vigie-console render: %s\n", what.toUtf8().constData());
}

}  // namespace vigie::console
