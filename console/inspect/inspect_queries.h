// What a panel asked last, query by query, and what came of each.
#pragma once

#include "console/dashboard/panel_data.h"

#include <QScrollArea>

class QVBoxLayout;

namespace vigie::console {

class Theme;

class InspectQueries : public QScrollArea {
  Q_OBJECT
 public:
  explicit InspectQueries(const Theme& theme, QWidget* parent = nullptr);

  /// `targets` are the panel's own, as they are written.
  void show(const std::vector<QueryRun>& runs, const std::vector<Target>& targets);
  /// All of it as text.
  [[nodiscard]] QString text() const { return text_; }

 private:
  QWidget* card(const QueryRun& run, const QString& written);

  const Theme& theme_;
  QVBoxLayout* list_;
  QString text_;
};

}  // namespace vigie::console
