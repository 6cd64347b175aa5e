#include "console/alerts/runbooks.h"

#include "console/app/theme.h"
#include "console/chat/fitted_text.h"

#include <QDesktopServices>
#include <QFile>
#include <QRegularExpression>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vigie::console {
QString runbookText(const QString& name, const QString& language) {
  // A name comes from a rule: it must not become a path.
  static const QRegularExpression wellFormed(QStringLiteral("^runbook-[a-z0-9-]+$"));
  if (!wellFormed.match(name).hasMatch()) return {};
  for (const QString& one : {language, QStringLiteral("en")}) {
    QFile file(QStringLiteral(":/runbooks/%1/%2.md").arg(one, name));
    if (file.open(QIODevice::ReadOnly)) return QString::fromUtf8(file.readAll());
  }
  return {};
}

RunbookDrawer::RunbookDrawer(Theme& theme, const QString& heading, const QString& text, QWidget* host)
    : Drawer(theme, heading, host) {
  auto* holder = new QWidget;
  auto* column = new QVBoxLayout(holder);
  column->setContentsMargins(0, 0, space::kSmall, 0);
  auto* words = new FittedText(theme, holder);
  words->setAccessibleName(heading);
  // The drawer has the title already.
  const qsizetype end = text.startsWith(QLatin1String("# ")) ? text.indexOf(QLatin1Char('\n')) : 0;
  words->setMarkdown(text.mid(end).trimmed(), 0, false);
  connect(words, &MessageText::linkActivated, this, [](const QUrl& address) { QDesktopServices::openUrl(address); });
  column->addWidget(words);
  column->addStretch();
  auto* area = new QScrollArea;
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setProperty("role", QStringLiteral("bare"));
  area->setWidget(holder);
  body().addWidget(area, 1);
}

}  // namespace vigie::console
