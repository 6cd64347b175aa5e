// The lines of the alert inbox (alert_inbox.h names them): written and read.
#pragma once

#include "console/stack/relay/alert_inbox.h"

#include <QByteArray>

namespace vigie::stack {

QJsonObject receivedStep(const InboxEntry& entry);
QJsonObject renderedStep(const InboxEntry& entry);
QJsonObject deferredStep(const InboxEntry& entry);
QJsonObject settledStep(const InboxEntry& entry);

/// One step as a line, its end included.
QByteArray inboxLine(const QJsonObject& step);
/// All steps of an entry.
QByteArray inboxLines(const InboxEntry& entry);

/// The entries that these lines tell of, oldest first. A line that is no step is left out.
QList<InboxEntry> inboxFromSteps(const QByteArray& lines);

}  // namespace vigie::stack
