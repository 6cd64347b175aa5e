// The frame: top bar, navigation, the pages, status strip, keyboard. Pages are added once, at start.
#pragma once

#include <QList>
#include <QMainWindow>

class QStackedWidget;
class QVBoxLayout;

namespace vigie::console {

class CommandRegistry;
class Navigation;
class Page;
class TopBar;
struct ConsoleContext;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(const ConsoleContext& context, QWidget* parent = nullptr);

  /// Takes the page over. The first one added is shown until another is chosen.
  void addPage(Page* page);
  [[nodiscard]] Page* currentPage() const;
  [[nodiscard]] const QList<Page*>& pages() const { return pages_; }
  /// False when there is no such page.
  bool showPage(const QString& id);
  /// The strip under the pages; taken over.
  void setStatusStrip(QWidget* strip);
  /// Every command and its keys; pages add theirs with addPage().
  [[nodiscard]] CommandRegistry& commands() const { return *commands_; }
  /// The page alone, without bars and navigation.
  [[nodiscard]] bool isKiosk() const { return kiosk_; }
  void setKiosk(bool kiosk);
  [[nodiscard]] bool isNavigationCollapsed() const;
  void setNavigationCollapsed(bool collapsed);

 Q_SIGNALS:
  /// The window is about to close: the last moment to remember it.
  void closing();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showIndex(int index);
  void updateHeading();
  void addCommands();
  void refreshCurrent();
  void leave();
  void showHelp();
  void showPalette();

  const ConsoleContext& context_;
  TopBar* topBar_;
  Navigation* navigation_;
  QStackedWidget* stack_;
  QVBoxLayout* outer_;
  CommandRegistry* commands_;
  QList<Page*> pages_;
  QList<QWidget*> tools_;
  QWidget* strip_ = nullptr;
  bool kiosk_ = false;
};

}  // namespace vigie::console
