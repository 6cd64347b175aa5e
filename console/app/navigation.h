// The column of pages: an icon and a word each, or icons alone when collapsed.
#pragma once

#include <QList>
#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace vigie::console {

class Theme;
struct PageInfo;

class Navigation : public QWidget {
  Q_OBJECT
 public:
  explicit Navigation(const Theme& theme, QWidget* parent = nullptr);

  void addEntry(const PageInfo& page);
  void setCurrent(int index);
  [[nodiscard]] bool isCollapsed() const { return collapsed_; }
  void setCollapsed(bool collapsed);

 Q_SIGNALS:
  void chosen(int index);
  void collapsedChanged(bool collapsed);

 private:
  void restyle();

  const Theme& theme_;
  QVBoxLayout* entries_;
  QToolButton* collapse_;
  QList<QToolButton*> buttons_;
  QStringList icons_;
  bool collapsed_ = false;
};

}  // namespace vigie::console
