#include "console/alerts/alert_detail.h"

#include "console/alerts/alert_items.h"
#include "console/alerts/discord_text.h"
#include "console/app/flow_layout.h"
#include "console/app/theme.h"
#include "console/dashboard/time_words.h"
#include "console/dashboard/unit_format.h"

#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

constexpr qsizetype kMostMessages = 6;

QLabel* textLabel(Qt::TextFormat format) {
  auto* label = new QLabel;
  label->setTextFormat(format);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse |
                                 Qt::LinksAccessibleByKeyboard | Qt::TextSelectableByKeyboard);
  return label;
}

QString factRow(const QString& name, const QString& value, const ThemeTokens& t) {
  return QStringLiteral("<tr><td style='color:%1'>%2</td><td width='20'></td><td>%3</td></tr>")
      .arg(t.muted.name(), name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString valueWords(const QString& value) {
  bool isNumber = false;
  const double number = value.toDouble(&isNumber);
  return isNumber ? UnitFormat(QStringLiteral("short")).text(number) : value;
}

/// A template that nobody filled in says nothing.
QString filledIn(const QString& text) { return text.contains(QLatin1String("{{")) ? QString() : text; }

}  // namespace

AlertDetail::AlertDetail(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      state_(textLabel(Qt::PlainText)),
      title_(textLabel(Qt::PlainText)),
      summary_(textLabel(Qt::PlainText)),
      problem_(textLabel(Qt::PlainText)),
      facts_(textLabel(Qt::RichText)),
      steps_(textLabel(Qt::RichText)),
      messagesTitle_(new QLabel(tr("Messages of this alert"))),
      messages_(textLabel(Qt::RichText)),
      runbook_(new QPushButton(tr("Runbook"))),
      dashboard_(new QPushButton(tr("Show on dashboard"))),
      query_(new QPushButton(tr("Explore its query"))),
      silence_(new QToolButton),
      lift_(new QPushButton(tr("Lift the silence"))) {
  state_->setFont(Theme::font(TextRole::kSmallStrong));
  title_->setFont(Theme::font(TextRole::kPageTitle));
  problem_->setProperty("role", QStringLiteral("critical"));
  messagesTitle_->setFont(Theme::font(TextRole::kPanelTitle));
  messagesTitle_->setProperty("role", QStringLiteral("muted"));
  runbook_->setProperty("role", QStringLiteral("primary"));
  lift_->setToolTip(tr("Ends every silence that holds this alert back."));

  silence_->setText(tr("Silence"));
  silence_->setPopupMode(QToolButton::InstantPopup);
  silence_->setProperty("role", QStringLiteral("menu"));
  auto* menu = new QMenu(silence_);
  const std::pair<QString, int> terms[] = {
      {tr("for 30 minutes"), 1'800}, {tr("for 1 hour"), 3'600}, {tr("for 4 hours"), 14'400}, {tr("for 1 day"), 86'400}};
  for (const auto& [words, seconds] : terms) {
    menu->addAction(words, this, [this, term = seconds] { Q_EMIT silenceRequested(term); });
  }
  silence_->setMenu(menu);

  connect(runbook_, &QPushButton::clicked, this, [this] { Q_EMIT runbookRequested(alert_.runbook()); });
  connect(dashboard_, &QPushButton::clicked, this, [this] {
    Q_EMIT dashboardRequested(alert_.annotations.value(QStringLiteral("__dashboardUid__")),
                              alert_.annotations.value(QStringLiteral("__panelId__")).toInt());
  });
  connect(query_, &QPushButton::clicked, this, [this] { Q_EMIT queryRequested(alert_.query); });
  connect(lift_, &QPushButton::clicked, this, &AlertDetail::liftRequested);
  connect(messages_, &QLabel::linkActivated, this,
          [this](const QString& id) { Q_EMIT messageRequested(id.toLongLong()); });

  auto* buttons = new FlowLayout;
  buttons->setSpacing(space::kSmall);
  for (QWidget* button : std::initializer_list<QWidget*>{runbook_, dashboard_, query_, silence_, lift_}) {
    buttons->addWidget(button);
  }
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
  column->setSpacing(space::kSmall);
  for (QWidget* part : std::initializer_list<QWidget*>{state_, title_, summary_}) column->addWidget(part);
  column->addSpacing(space::kTiny);
  column->addLayout(buttons);
  column->addWidget(problem_);
  column->addSpacing(space::kTiny);
  column->addWidget(facts_);
  column->addWidget(steps_);
  column->addSpacing(space::kSmall);
  column->addWidget(messagesTitle_);
  column->addWidget(messages_);
  column->addStretch();
  problem_->hide();
  connect(&theme_, &Theme::changed, this, &AlertDetail::restyle);
}

void AlertDetail::display(const AlertState& alert, const QList<stack::InboxEntry>& messages, bool canSilence) {
  if (alert.key() != alert_.key()) problem_->hide();
  alert_ = alert;
  canSilence_ = canSilence;
  title_->setText(alert.name);
  summary_->setText(filledIn(alert.annotations.value(QStringLiteral("summary"))));
  summary_->setVisible(!summary_->text().isEmpty());
  runbook_->setVisible(!alert.runbook().isEmpty());
  dashboard_->setVisible(!alert.annotations.value(QStringLiteral("__dashboardUid__")).isEmpty());
  // Grafana's API gives its queries as JSON that is no PromQL.
  query_->setVisible(alert.ruleUid.isEmpty() && !alert.query.isEmpty());
  silence_->setVisible(canSilence && alert.phase != AlertPhase::kInactive && !alert.isSilenced());
  lift_->setVisible(canSilence && alert.isSilenced());
  entries_ = messages;
  restyle();
}

void AlertDetail::tell(const QString& problem) {
  problem_->setText(problem.isEmpty() ? QString() : tr("Not silenced. %1").arg(problem));
  problem_->setVisible(!problem.isEmpty());
}

void AlertDetail::offerSilence() {
  if (silence_->isVisible()) silence_->showMenu();
}

void AlertDetail::restyle() {
  const QDateTime now = QDateTime::currentDateTimeUtc();
  QStringList words{phaseWords(alert_, now)};
  if (!alert_.severity.isEmpty()) words.prepend(severityWords(alert_.severity));
  if (alert_.isDrill()) words.prepend(QStringLiteral("DRILL"));
  state_->setText(words.join(QStringLiteral(" · ")));
  // Set each second, and costly to set.
  const QString sheet = QStringLiteral("QLabel { color: %1; }").arg(colourOf(levelOf(alert_), theme_).name());
  if (state_->styleSheet() != sheet) state_->setStyleSheet(sheet);
  showFacts();
  showMessages();
}

void AlertDetail::showFacts() {
  const ThemeTokens& t = theme_.tokens();
  QString rows;
  const QString description = filledIn(alert_.annotations.value(QStringLiteral("description")));
  if (!description.isEmpty()) rows += factRow(tr("What"), description, t);
  if (alert_.since.isValid()) {
    rows += factRow(tr("Since"), momentWords(alert_.since.toMSecsSinceEpoch()), t);
  }
  if (!alert_.value.isEmpty()) rows += factRow(tr("Value"), valueWords(alert_.value), t);
  if (!alert_.problem.isEmpty()) rows += factRow(tr("Fault of the rule"), alert_.problem, t);
  rows += factRow(tr("Must hold for"),
                  alert_.pendingFor > 0 ? formatAge(static_cast<qint64>(alert_.pendingFor)) : tr("no time"), t);
  QStringList labels;
  for (auto label = alert_.labels.begin(); label != alert_.labels.end(); ++label) {
    if (label.key().startsWith(QLatin1String("__")) || label.key() == QLatin1String("alertname")) continue;
    labels.append(label.key() + QLatin1Char('=') + label.value());
  }
  if (!labels.isEmpty()) rows += factRow(tr("Labels"), labels.join(QStringLiteral(", ")), t);
  facts_->setText(QStringLiteral("<table cellpadding='3'>%1</table>").arg(rows));

  const QString steps = filledIn(alert_.annotations.value(QStringLiteral("steps")));
  steps_->setVisible(!steps.isEmpty() && alert_.phase != AlertPhase::kInactive);
  const DiscordColours colours{t.accent.name(), t.selection.name(), t.text.name(), t.raised.name()};
  steps_->setText(QStringLiteral("<p style='color:%1'>%2</p>%3")
                      .arg(t.muted.name(), tr("First steps").toHtmlEscaped(),
                           discordHtml(steps, colours, QDateTime::currentDateTime())));
}

void AlertDetail::showMessages() {
  const ThemeTokens& t = theme_.tokens();
  QString rows;
  qsizetype shown = 0;
  for (auto entry = entries_.crbegin(); entry != entries_.crend() && shown < kMostMessages; ++entry) {
    if (entry->alertName() != alert_.name) continue;
    ++shown;
    const AlertItem item = itemOf(*entry);
    rows += QStringLiteral(
                "<tr><td><a style='color:%1; text-decoration:none' href='%2'>%3</a></td>"
                "<td width='16'></td><td>%4</td><td width='16'></td><td style='color:%5'>%6</td></tr>")
                .arg(t.accent.name(), item.key, item.detail.toHtmlEscaped(), item.title.toHtmlEscaped(),
                     colourOf(item.level, theme_).name(), item.word.toHtmlEscaped());
  }
  messages_->setText(QStringLiteral("<table cellpadding='3'>%1</table>").arg(rows));
  messages_->setVisible(shown > 0);
  messagesTitle_->setVisible(shown > 0);
}

}  // namespace vigie::console
