// Three of the Dashboards page's controls in the top bar: what it is compared with, what is marked on it, and its links
// where they have no other place.
#pragma once

#include <QPointer>
#include <QWidget>

class QMenu;
class QToolButton;

namespace vigie::console {

class AnnotationSet;
class LinkBar;
class Theme;
class TimeRange;

class DashboardTools : public QWidget {
  Q_OBJECT
 public:
  DashboardTools(const Theme& theme, TimeRange& timeRange, QWidget* parent = nullptr);

  /// Those of the open dashboard; null: it has none.
  void setAnnotations(AnnotationSet* annotations);
  /// Links that want a place, and what is said of them (HTML); null: none do.
  void setLinks(LinkBar* links, const QString& help);
  /// Another control of the page, before these; taken over.
  void addFirst(QWidget* control);

 protected:
  bool event(QEvent* event) override;

 private:
  void fillCompare(QMenu& menu);
  void fillAnnotations(QMenu& menu);
  void updateCompare();
  void updateLinks();
  void restyle();

  const Theme& theme_;
  TimeRange& timeRange_;
  QPointer<AnnotationSet> annotations_;
  QPointer<LinkBar> linked_;
  QToolButton* compare_;
  QToolButton* marks_;
  QToolButton* links_;
};

}  // namespace vigie::console
