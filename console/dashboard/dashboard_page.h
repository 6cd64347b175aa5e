// The Dashboards page: which dashboards there are, and the one that is open.
#pragma once

#include "console/app/page.h"
#include "console/dashboard/dashboard_catalogue.h"
#include "console/dashboard/dashboard_link.h"
#include "console/dashboard/edit/panel_draft.h"
#include "console/dashboard/link_history.h"

#include <utility>
#include <vector>

class QMenu;
class QStackedLayout;
class QToolButton;

namespace vigie::console {

class DashboardDocument;
class DashboardPane;
class DashboardTools;
class DashboardView;
class ImportDrawer;
class NoticeBar;
class OfflineBar;
class PanelWidget;
struct ConsoleContext;

class DashboardPage : public Page {
  Q_OBJECT
 public:
  explicit DashboardPage(const ConsoleContext& context, QWidget* parent = nullptr);
  ~DashboardPage() override;

  [[nodiscard]] QString title() const override;
  [[nodiscard]] QString subtitle() const override;
  [[nodiscard]] QWidget* createTools() override;
  [[nodiscard]] QUrl externalLink() const override;
  [[nodiscard]] QString externalLinkText() const override;
  void refresh() override;
  [[nodiscard]] std::vector<Command> commands() override;
  [[nodiscard]] std::vector<Destination> destinations() override;
  bool goBack() override;
  [[nodiscard]] const DashboardTime* timeOptions() const override;
  void takeOwnTime() override;
  [[nodiscard]] bool isReady() const override;
  [[nodiscard]] QStringList scenes() const override;
  void showScene(const QString& scene) override;
  bool mayClose() override;
  [[nodiscard]] bool keepsStates() const override { return true; }
  [[nodiscard]] bool hasState(int direction) const override;
  void goToState(int direction) override;
  void showKiosk(bool kiosk) override { kiosk_ = kiosk; }

  /// False when there is no such dashboard.
  bool open(const QString& id);
  [[nodiscard]] QString current() const;
  /// Null when the open one cannot be shown.
  [[nodiscard]] DashboardPane* currentPane() const;
  [[nodiscard]] DashboardView* currentView() const;
  [[nodiscard]] const std::vector<CatalogueEntry>& entries() const { return entries_; }
  /// Ids and titles of those a panel can be added to and saved.
  [[nodiscard]] std::vector<std::pair<QString, QString>> editable() const;
  /// To the dashboard `id`, or to a new one when it is empty; opens it.
  void addPanel(const OrderedJson& panel, const QString& id);
  /// Opens the import; it is the caller's to fill.
  ImportDrawer* openImport();
  /// What is shown, as a link says it.
  [[nodiscard]] DashboardLink currentLink() const;
  /// Shows what the link says; what it does not say stays as it is. False, and told, when something of it does not
  /// hold.
  bool openLink(const DashboardLink& link);
  bool openLinkText(const QString& text);
  /// An address of the console's own (kOwnScheme), from a link on a dashboard.
  Q_INVOKABLE void openOwn(const QUrl& url);
  /// The link in the clipboard.
  void openClipboard();
  /// Into the clipboard: to the panel alone, or (0) to what is shown. An address where a Grafana is configured.
  void copyLink(int panelId = 0);
  /// Takes the dashboard off the list; the user's own file goes to the desktop's trash. Said, and can be undone while
  /// that is read.
  void forgetCurrent();

 Q_SIGNALS:
  void exploreRequested(const std::vector<vigie::console::QueryDraft>& queries);
  /// A link wants the page alone.
  void kioskRequested(bool kiosk);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  /// What was taken off the list, view and unsaved changes included, while it can be brought back.
  struct Forgotten;

  void openIndex(int index);
  void bringBack(Forgotten& forgotten);
  /// A short word that goes by itself.
  void say(const QString& text);
  void newDashboard();
  /// What has a button or stands in the list of dashboards, as commands.
  void addShelfCommands(std::vector<Command>& commands);
  /// All marks on the charts, or none.
  void toggleAnnotations();
  [[nodiscard]] int indexOf(const QString& uid) const;
  bool applyTime(const DashboardLink& link, bool byHand);
  bool showLinked(DashboardView& view, int panelId);
  void noteState(bool settled);
  [[nodiscard]] bool showsData() const;
  int addEntry(CatalogueEntry entry, QWidget* view);
  void addFresh(const DashboardDocument& document, bool saveNow);
  void connectPane(DashboardPane& pane);
  void followSaved(DashboardPane& pane);
  void fillPicker(QMenu& menu);
  /// The tools in the top bar are those of the open dashboard.
  void fillTools();
  void restyle();

  const ConsoleContext& context_;
  std::vector<CatalogueEntry> entries_;
  std::vector<QWidget*> views_;  ///< made when first opened
  QStackedLayout* stack_;
  OfflineBar* offline_;
  NoticeBar* notice_;
  QToolButton* picker_ = nullptr;
  QToolButton* edit_ = nullptr;
  DashboardTools* tools_ = nullptr;
  int index_ = -1;
  LinkHistory history_;
  bool restoring_ = false;  ///< a link or an earlier state is being shown: its parts are no steps
  bool kiosk_ = false;
};

}  // namespace vigie::console
