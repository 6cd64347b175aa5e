#include "console/alerts/drill_drawer.h"

#include "console/alerts/drill_run.h"
#include "console/app/theme.h"
#include "console/dashboard/unit_format.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QMap>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

// As vigie-stack names them, in the order in which they come.
const QStringList& allLegs() {
  static const QStringList legs{
      QStringLiteral("fault"),     QStringLiteral("metric moved"), QStringLiteral("pending"),
      QStringLiteral("firing"),    QStringLiteral("delivered"),    QStringLiteral("acknowledged"),
      QStringLiteral("recovered"), QStringLiteral("resolved"),     QStringLiteral("resolve delivered")};
  return legs;
}

QString legWord(const char* text) { return QCoreApplication::translate("DrillLeg", text); }

QLabel* wrapped(const QString& text, const char* role) {
  auto* label = new QLabel(text);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  if (role != nullptr) label->setProperty("role", QString::fromLatin1(role));
  return label;
}

QString secondsText(double seconds) { return UnitFormat(QStringLiteral("s"), 1).text(seconds); }

/// A row of the table of legs.
QString legRow(const QString& mark, const QColor& colour, const QString& name, const QString& time, const QString& note,
               const ThemeTokens& t) {
  return QStringLiteral(
             "<tr><td style='color:%1'>%2</td><td>%3</td><td align='right'>%4</td><td style='color:%5'>%6</td>"
             "</tr>")
      .arg(colour.name(), mark, name.toHtmlEscaped(), time.toHtmlEscaped(), t.muted.name(), note.toHtmlEscaped());
}

}  // namespace

QString legWords(const QString& leg) {
  static const QMap<QString, const char*> words{
      {QStringLiteral("fault"), QT_TRANSLATE_NOOP("DrillLeg", "Fault")},
      {QStringLiteral("metric moved"), QT_TRANSLATE_NOOP("DrillLeg", "Metric moved")},
      {QStringLiteral("pending"), QT_TRANSLATE_NOOP("DrillLeg", "Alert pending")},
      {QStringLiteral("firing"), QT_TRANSLATE_NOOP("DrillLeg", "Alert firing")},
      {QStringLiteral("delivered"), QT_TRANSLATE_NOOP("DrillLeg", "Message delivered")},
      {QStringLiteral("acknowledged"), QT_TRANSLATE_NOOP("DrillLeg", "Acknowledged by a silence")},
      {QStringLiteral("recovered"), QT_TRANSLATE_NOOP("DrillLeg", "Service recovered")},
      {QStringLiteral("resolved"), QT_TRANSLATE_NOOP("DrillLeg", "Alert resolved")},
      {QStringLiteral("resolve delivered"), QT_TRANSLATE_NOOP("DrillLeg", "Resolve delivered")}};
  const char* known = words.value(leg, nullptr);
  return known == nullptr ? leg : legWord(known);
}

DrillDrawer::DrillDrawer(const Theme& theme, DrillRun& run, bool mayBeQuick,
                         std::function<void(const QString& name, bool quick)> start, QWidget* host)
    : Drawer(theme, tr("Drill"), host, 0.45),
      run_(run),
      start_(std::move(start)),
      pages_(new QStackedWidget),
      kinds_(new QButtonGroup(this)),
      consent_(new QCheckBox),
      state_(new QLabel),
      legs_(new QLabel),
      result_(new QLabel),
      begin_(new QPushButton(tr("Start the drill"))),
      cancel_(new QPushButton(tr("Cancel the drill"))),
      again_(new QPushButton(tr("Another drill"))),
      openReport_(new QPushButton(tr("Open the report"))) {
  pages_->setProperty("role", QStringLiteral("bare"));
  buildForm(mayBeQuick);
  buildProgress();
  body().addWidget(pages_, 1);
  begin_->setProperty("role", QStringLiteral("primary"));
  footer().addStretch();
  for (QPushButton* button : {openReport_, cancel_, again_, begin_}) footer().addWidget(button);
  connect(begin_, &QPushButton::clicked, this, [this] {
    start_(kinds_->checkedButton()->objectName(), quick_ != nullptr && quick_->isChecked());
    follow();
  });
  connect(cancel_, &QPushButton::clicked, this, [this] {
    run_.cancel();
    cancel_->setEnabled(false);
    state_->setText(tr("Cancelled: mending what the drill broke…"));
  });
  connect(again_, &QPushButton::clicked, this, [this] {
    consent_->setChecked(false);
    pages_->setCurrentIndex(0);
    again_->hide();
    openReport_->hide();
    begin_->show();
  });
  connect(openReport_, &QPushButton::clicked, this,
          [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(run_.reportFile())); });
  connect(consent_, &QCheckBox::toggled, begin_, &QPushButton::setEnabled);
  connect(&run_, &DrillRun::legCame, this, &DrillDrawer::follow);
  connect(&run_, &DrillRun::finished, this, &DrillDrawer::follow);
  connect(&this->theme(), &Theme::changed, this, &DrillDrawer::showLegs);
  begin_->setEnabled(false);
  // Closed and opened again: what runs, or what the last one found.
  const bool isFresh = !run_.isRunning() && run_.legs().isEmpty() && run_.failure().isEmpty();
  if (isFresh) {
    for (QPushButton* button : {openReport_, cancel_, again_}) button->hide();
  } else {
    follow();
  }
}

void DrillDrawer::buildForm(bool mayBeQuick) {
  auto* form = new QWidget;
  auto* column = new QVBoxLayout(form);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space::kSmall);
  column->addWidget(
      wrapped(tr("Something is broken on purpose, and its alert is followed until it is told, acknowledged "
                 "and resolved. Every message says DRILL. Whatever happens, everything is mended at the "
                 "end."),
              "muted"));
  struct Kind {
    const char* name;
    QString title;
    QString what;
  };
  const Kind kinds[] = {{"service-down", tr("The service is down"),
                         tr("vigie-server is kept down: users get no answer for about two "
                            "minutes. ServiceDown is told within 100 s.")},
                        {"high-error-rate", tr("Too many errors"),
                         tr("A route of its own is answered 503, twice a second. Nobody else "
                            "notices. HighErrorRate is told within 4 min 30 s.")},
                        {"high-response-time", tr("Slow answers"),
                         tr("The same route is answered after 2.6 s. Nobody else notices. "
                            "HighResponseTime is told within 4 min 30 s.")}};
  for (const Kind& kind : kinds) {
    auto* choice = new QRadioButton(kind.title);
    choice->setObjectName(QString::fromLatin1(kind.name));
    choice->setFont(Theme::font(TextRole::kStrong));
    choice->setAccessibleDescription(kind.what);
    kinds_->addButton(choice);
    column->addSpacing(space::kSmall);
    column->addWidget(choice);
    QLabel* what = wrapped(kind.what, "muted");
    what->setContentsMargins(space::kHuge, 0, 0, 0);
    column->addWidget(what);
  }
  kinds_->buttons().constFirst()->setChecked(true);
  column->addSpacing(space::kMedium);
  if (mayBeQuick) {
    quick_ = new QCheckBox(tr("Rehearse: times shortened twentyfold, half a minute in all"));
    column->addWidget(quick_);
  }
  consent_->setText(tr("I may break this service now"));
  column->addWidget(consent_);
  column->addStretch();
  pages_->addWidget(form);
}

void DrillDrawer::buildProgress() {
  auto* progress = new QWidget;
  auto* column = new QVBoxLayout(progress);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space::kMedium);
  for (QLabel* label : {state_, result_}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
  }
  state_->setFont(Theme::font(TextRole::kStrong));
  legs_->setTextFormat(Qt::RichText);
  legs_->setWordWrap(true);
  result_->setProperty("role", QStringLiteral("muted"));
  result_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  column->addWidget(state_);
  column->addWidget(legs_);
  column->addWidget(result_);
  column->addStretch();
  pages_->addWidget(progress);
}

void DrillDrawer::choose(const QString& name) {
  for (QAbstractButton* button : kinds_->buttons()) {
    if (button->objectName() == name) button->setChecked(true);
  }
}

void DrillDrawer::follow() {
  pages_->setCurrentIndex(1);
  const bool running = run_.isRunning();
  begin_->hide();
  cancel_->setVisible(running);
  if (!running) cancel_->setEnabled(true);
  again_->setVisible(!running);
  openReport_->setVisible(!running && !run_.reportFile().isEmpty());
  result_->setVisible(!running);
  showLegs();
  if (!running) {
    describeResult();
  } else if (cancel_->isEnabled()) {
    const QStringList legs = allLegs();
    const auto next = run_.legs().size();
    state_->setText(next == 0 ? tr("Preparing: the drill is marked…")
                              : tr("Waiting for: %1").arg(legWords(legs.value(next, legs.constLast()))));
  }
}

void DrillDrawer::showLegs() {
  const ThemeTokens& t = theme().tokens();
  QString rows;
  const QList<QJsonObject>& come = run_.legs();
  for (qsizetype n = 0; n < allLegs().size(); ++n) {
    if (n >= come.size()) {
      rows += legRow(QStringLiteral("○"), t.muted, legWords(allLegs()[n]), QStringLiteral("–"), {}, t);
      continue;
    }
    const QJsonObject& leg = come[n];
    const bool skipped = leg.value(QLatin1String("skipped")).toBool();
    const bool good = leg.value(QLatin1String("in_time")).toBool();
    const QJsonValue seconds = leg.value(QLatin1String("seconds"));
    const QJsonValue limit = leg.value(QLatin1String("limit_seconds"));
    QString note;
    if (skipped) {
      note = tr("skipped: %1").arg(leg.value(QLatin1String("note")).toString());
    } else if (limit.isDouble()) {
      note = leg.value(QLatin1String("limit_from")).toString() == QLatin1String("fault")
                 ? tr("limit: %1 after the fault").arg(secondsText(limit.toDouble()))
                 : tr("limit: %1 after the recovery").arg(secondsText(limit.toDouble()));
    }
    rows += legRow(skipped ? QStringLiteral("–")
                   : good  ? QStringLiteral("✓")
                           : QStringLiteral("✗"),
                   skipped ? t.muted
                   : good  ? t.good
                           : t.critical,
                   legWords(leg.value(QLatin1String("leg")).toString()),
                   seconds.isDouble() ? secondsText(seconds.toDouble()) : QStringLiteral("–"), note, t);
  }
  legs_->setText(QStringLiteral("<table cellpadding='4'>%1</table>").arg(rows));
}

void DrillDrawer::describeResult() {
  const QJsonObject& report = run_.report();
  const bool passed = report.value(QLatin1String("passed")).toBool();
  const QString error = report.value(QLatin1String("error")).toString();
  if (report.isEmpty()) {
    state_->setText(tr("The drill could not begin"));
    result_->setText(run_.failure());
    return;
  }
  if (passed) {
    state_->setText(tr("Passed: every step came in time"));
  } else if (error == QLatin1String("interrupted")) {
    state_->setText(tr("Cancelled; everything is mended"));
  } else {
    state_->setText(tr("Failed; everything is mended"));
  }
  QStringList said;
  if (!error.isEmpty() && error != QLatin1String("interrupted")) said.append(error);
  if (!run_.reportFile().isEmpty()) said.append(tr("The report is kept as %1").arg(run_.reportFile()));
  result_->setText(said.join(QLatin1Char('\n')));
}

}  // namespace vigie::console
