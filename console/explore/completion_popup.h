// The list under the cursor while PromQL is written, and beside it what is known of the entry that is chosen. A child
// of the window, never its own: the editor keeps the focus and hands the keys on. A screen reader hears the entry that
// is chosen as the list's active one.
#pragma once

#include "console/promql/completion_source.h"

#include <QFrame>

class QLabel;
class QListView;

namespace vigie::console {

class CompletionModel;
class Theme;

class CompletionPopup : public QFrame {
  Q_OBJECT
 public:
  CompletionPopup(const Theme& theme, QWidget* window);
  ~CompletionPopup() override;

  /// Shows them below `anchor` (in the window's coordinates), or above where there is no room. Nothing to offer hides.
  void offer(const std::vector<promql::Completion>& completions, const QRect& anchor);
  /// Null when nothing is shown or chosen.
  [[nodiscard]] const promql::Completion* current() const;
  /// Up, down, page up, page down: true when it took the key.
  bool takeKey(int key);

 Q_SIGNALS:
  void chosen();

 protected:
  void hideEvent(QHideEvent* event) override;

 private:
  void showDetails();
  void say();
  void place();
  void restyle();

  const Theme& theme_;
  CompletionModel* model_;
  QListView* list_;
  QLabel* details_;
  QRect anchor_;
};

}  // namespace vigie::console
