// The bar above every page: brand, what is open, the page's own tools, time range, refresh, link out, theme.
#pragma once

#include <QUrl>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace vigie::console {

class Page;
class Theme;
class TimeRange;

class TopBar : public QWidget {
  Q_OBJECT
 public:
  TopBar(Theme& theme, TimeRange& timeRange, QWidget* parent = nullptr);

  /// Shows the heading and tools of `page`; `tools` (may be null) belongs to the page's entry in the main window.
  void showPage(const Page& page, QWidget* tools);
  /// The width of the navigation, so that the title starts where the page does.
  void setBrandWidth(int width);

 Q_SIGNALS:
  void refreshRequested();
  void helpRequested();

 private:
  void buildRangeMenu();
  void buildRefreshMenu();
  void updateRange();
  void updateRefresh();
  void restyle();

  Theme& theme_;
  TimeRange& timeRange_;
  QWidget* brand_;
  QLabel* brandIcon_;
  QLabel* brandWord_;
  QLabel* title_;
  QLabel* subtitle_;
  QHBoxLayout* toolsSlot_;
  QWidget* tools_ = nullptr;
  QToolButton* range_;
  QToolButton* refreshNow_;
  QToolButton* refresh_;
  QToolButton* open_;
  QToolButton* themeButton_;
  QToolButton* help_;
  QUrl link_;
};

}  // namespace vigie::console
