// One query of Explore: its letter, the editor, legend, least step, range or instant, and what became of it.
#pragma once

#include "console/dashboard/edit/panel_draft.h"
#include "console/dashboard/panel_data.h"
#include "console/promql/completion_source.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace vigie::console {

class PromqlEditor;
class Theme;

class QueryRow : public QFrame {
  Q_OBJECT
 public:
  QueryRow(const Theme& theme, promql::CompletionSource& source, const QueryDraft& query, QWidget* parent = nullptr);

  [[nodiscard]] QueryDraft query() const;
  void setQuery(const QueryDraft& query);
  [[nodiscard]] const QString& refId() const { return refId_; }
  [[nodiscard]] PromqlEditor& editor() const { return *editor_; }
  /// Prometheus' words, shown under the editor and where they apply; empty: nothing is wrong.
  void setProblem(const QString& message);
  [[nodiscard]] QString problem() const;
  /// Step, series, points and time of each time it was asked; none: nothing was.
  void setRuns(const std::vector<QueryRun>& runs);
  [[nodiscard]] QString facts() const;
  void setRemovable(bool removable);

 Q_SIGNALS:
  void runRequested();
  void removeRequested();
  void copyRequested();
  /// Shown or left out: what is drawn must follow.
  void hiddenChanged();

 private:
  QToolButton* button(const QString& iconName, const QString& words);
  void restyle();

  const Theme& theme_;
  QString refId_;
  QString problemOf_;  ///< the expression it is about
  QLabel* letter_;
  PromqlEditor* editor_;
  QLineEdit* legend_;
  QLineEdit* step_;
  QComboBox* kind_;
  QLabel* facts_;
  QLabel* problem_;
  QToolButton* eye_;
  QToolButton* copy_;
  QToolButton* remove_;
};

}  // namespace vigie::console
