// A dashboard's links. Over it, at the right: a button each, or a menu of them where they have no room; or all behind a
// button that is elsewhere.
#pragma once

#include "console/dashboard/board_links.h"

#include <QWidget>

#include <functional>
#include <vector>

class QToolButton;

namespace vigie::console {

class Theme;

class LinkBar : public QWidget {
  Q_OBJECT
 public:
  /// `place` is asked when a link is opened: time and choices go along as they are then.
  LinkBar(const Theme& theme, std::vector<BoardLink> links, std::function<LinkPlace()> place,
          QWidget* parent = nullptr);

  [[nodiscard]] bool isEmpty() const { return links_.empty(); }
  /// What it takes of a bar of `width`, at most half of it.
  [[nodiscard]] int widthIn(int width) const;
  [[nodiscard]] int wantedHeight() const;
  /// What a button for all of them is called (as the only one is, or "Links"), and what it says of itself, as HTML.
  [[nodiscard]] QString word() const;
  [[nodiscard]] QString help() const;
  /// Follows the only one, or lists them, under `button`.
  void openUnder(QWidget& button);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void open(std::size_t link);
  void restyle();
  [[nodiscard]] int allWide() const;

  const Theme& theme_;
  std::vector<BoardLink> links_;
  std::function<LinkPlace()> place_;
  std::vector<QToolButton*> buttons_;
  QToolButton* all_;  ///< in place of them
};

}  // namespace vigie::console
