#include "console/inspect/inspect_queries.h"

#include "console/app/theme.h"
#include "console/dashboard/display_zone.h"
#include "console/dashboard/interval.h"
#include "console/dashboard/time_words.h"

#include <QClipboard>
#include <QDateTime>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

QLabel* selectable(const QString& text, TextRole font, const char* role = "") {
  auto* label = new QLabel(text);
  label->setFont(Theme::font(font));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  if (*role != '\0') label->setProperty("role", QString::fromLatin1(role));
  return label;
}

QString askedFor(const QueryRun& run) {
  if (!run.query.range) return InspectQueries::tr("Instant, at %1").arg(typedTime(run.query.endMs, displayZone()));
  return InspectQueries::tr("Range, from %1 to %2, step %3")
      .arg(typedTime(run.query.startMs, displayZone()), typedTime(run.query.endMs, displayZone()),
           stepText(run.query.stepMs));
}

QString answeredWith(const QueryRun& run) {
  const QLocale locale;
  return InspectQueries::tr("%1 series, %2 points, %3 ms")
      .arg(locale.toString(static_cast<qulonglong>(run.series)), locale.toString(static_cast<qulonglong>(run.points)),
           locale.toString(run.elapsedMs));
}

}  // namespace

InspectQueries::InspectQueries(const Theme& theme, QWidget* parent)
    : QScrollArea(parent), theme_(theme), list_(new QVBoxLayout) {
  auto* content = new QWidget;
  list_->setContentsMargins(0, 0, space::kSmall, 0);
  list_->setSpacing(space::kSmall);
  content->setLayout(list_);
  setWidget(content);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setProperty("role", QStringLiteral("bare"));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void InspectQueries::show(const std::vector<QueryRun>& runs, const std::vector<Target>& targets) {
  while (QLayoutItem* item = list_->takeAt(0)) {
    if (item->widget()) item->widget()->deleteLater();
    delete item;
  }
  text_.clear();
  for (const QueryRun& run : runs) {
    const auto target = std::find_if(targets.begin(), targets.end(),
                                     [&run](const Target& candidate) { return candidate.refId == run.refId; });
    list_->addWidget(card(run, target == targets.end() ? QString() : target->expr));
  }
  if (runs.empty()) list_->addWidget(selectable(tr("Nothing was asked yet."), TextRole::kBody, "muted"));
  list_->addStretch();
}

QWidget* InspectQueries::card(const QueryRun& run, const QString& written) {
  auto* card = new QFrame;
  card->setProperty("role", QStringLiteral("card"));
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kMedium);
  layout->setSpacing(space::kTiny);
  auto* copy = new QPushButton(tr("Copy"));
  copy->setAccessibleName(tr("Copy the expression of query %1").arg(run.refId));
  connect(copy, &QPushButton::clicked, this, [expr = run.query.expr] { QGuiApplication::clipboard()->setText(expr); });
  auto* top = new QHBoxLayout;
  top->addWidget(selectable(tr("Query %1").arg(run.refId), TextRole::kStrong), 1);
  top->addWidget(copy);
  layout->addLayout(top);
  layout->addWidget(selectable(run.query.expr, TextRole::kCode));
  layout->addWidget(selectable(askedFor(run), TextRole::kBody, "muted"));
  if (run.problem.isEmpty()) {
    layout->addWidget(selectable(answeredWith(run), TextRole::kBody, "muted"));
  } else {
    layout->addWidget(selectable(run.problem, TextRole::kBody, "critical"));
  }
  for (const QString& notice : run.notices) layout->addWidget(selectable(notice, TextRole::kBody, "warning"));
  if (!written.isEmpty() && written != run.query.expr) {
    layout->addSpacing(space::kTiny);
    layout->addWidget(selectable(tr("As written: %1").arg(written), TextRole::kCode, "muted"));
  }
  text_ += QStringList{run.refId, run.query.expr, askedFor(run),
                       run.problem.isEmpty() ? answeredWith(run) : run.problem, run.notices.join(QLatin1Char('\n'))}
               .join(QLatin1Char('\n')) +
           QLatin1Char('\n');
  return card;
}

}  // namespace vigie::console
