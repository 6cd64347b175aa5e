// The column of pages: an icon and a word each, or icons alone when collapsed.
#pragma once

#include <QList>
#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace vigie::console {

class Theme;
struct PageBadge;
struct PageInfo;

class Navigation : public QWidget {
  Q_OBJECT
 public:
  explicit Navigation(const Theme& theme, QWidget* parent = nullptr);

  void addEntry(const PageInfo& page);
  /// Where Tab leaves the navigation.
  [[nodiscard]] QWidget* lastInTabOrder() const;
  void setCurrent(int index);
  /// A number at the right of the entry's word, at its icon while collapsed; 0 takes it away.
  void setBadge(int index, const PageBadge& badge);
  [[nodiscard]] bool isCollapsed() const { return collapsed_; }
  void setCollapsed(bool collapsed);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 Q_SIGNALS:
  void chosen(int index);
  void collapsedChanged(bool collapsed);

 private:
  void restyle();
  void placeBadge(int index);

  const Theme& theme_;
  QVBoxLayout* entries_;
  QToolButton* collapse_;
  QList<QToolButton*> buttons_;
  QStringList icons_;
  QList<QLabel*> badges_;
  bool collapsed_ = false;
};

}  // namespace vigie::console
