#include "console/i18n/board_words.h"

#include <QCoreApplication>

namespace vigie::console {
namespace {

// Told to lupdate; a test compares them with the files.
[[maybe_unused]] constexpr const char* kBoardWords[] = {
    QT_TRANSLATE_NOOP("vigie::console::BuiltInDashboards", "AI API Monitoring"),
    QT_TRANSLATE_NOOP("vigie::console::BuiltInDashboards",
                      "The AI service as its clients feel it: traffic, latency, errors, the model, retrieval and the "
                      "host."),
    QT_TRANSLATE_NOOP("vigie::console::BuiltInDashboards", "Feedback Loop"),
    QT_TRANSLATE_NOOP("vigie::console::BuiltInDashboards",
                      "What a change did: ratings, retrieval, cost, errors; changes of the service are marked on every "
                      "chart."),
    QT_TRANSLATE_NOOP("vigie::console::BuiltInDashboards", "PostgreSQL Monitoring"),
    QT_TRANSLATE_NOOP(
        "vigie::console::BuiltInDashboards",
        "The database that holds conversations, documents and embeddings, as prometheus-postgres-exporter "
        "sees it."),
    QT_TRANSLATE_NOOP("vigie::console::BuiltInDashboards", "The other dashboards, at the same time"),
};

}  // namespace

QString boardWords(const QString& text) {
  return QCoreApplication::translate("vigie::console::BuiltInDashboards", text.toUtf8().constData());
}

}  // namespace vigie::console
