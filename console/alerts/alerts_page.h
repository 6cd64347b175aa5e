// The Alerts page: what is alarming now and what was told, a list at the left and the chosen one in full at the right.
#pragma once

#include "console/alerts/alert_state.h"
#include "console/app/page.h"

#include <QTimer>

#include <memory>

class QPushButton;
class QStackedWidget;

namespace vigie::console {

class AlertDetail;
class AlertListPanel;
class AlertSource;
class DrillRun;
class InboxFollower;
class MessageDetail;
struct ConsoleContext;

class AlertsPage : public Page {
  Q_OBJECT
 public:
  /// `source` and `inbox` outlive it; `inbox` null: this service's messages are kept elsewhere.
  AlertsPage(const ConsoleContext& context, AlertSource& source, const InboxFollower* inbox, QWidget* parent = nullptr);
  ~AlertsPage() override;

  [[nodiscard]] QString subtitle() const override;
  [[nodiscard]] QWidget* createTools() override;
  [[nodiscard]] QUrl externalLink() const override;
  [[nodiscard]] QString externalLinkText() const override;
  void refresh() override;
  [[nodiscard]] std::vector<Command> commands() override;
  bool goBack() override;
  [[nodiscard]] bool isReady() const override;
  [[nodiscard]] PageBadge badge() const override;
  [[nodiscard]] QStringList scenes() const override;
  void showScene(const QString& scene) override;

  /// Chooses the alert with this name, or the message of this number; false when it is not there.
  bool showAlert(const QString& name);
  bool showMessage(qint64 id);
  void openDrills();

 Q_SIGNALS:
  void dashboardRequested(const QString& uid, int panel);
  void queryRequested(const QString& expression);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void connectDetails();
  void update();
  void updateNote();
  void updateDetail();
  void layOutDetail();
  void silence(int seconds);
  [[nodiscard]] bool mayDrill() const;
  void openRunbook(const QString& name);
  void startDrill(const QString& name, bool quick);
  [[nodiscard]] QString emptyWords() const;

  const ConsoleContext& context_;
  AlertSource& source_;
  const InboxFollower* inbox_;
  std::unique_ptr<DrillRun> drill_;
  AlertListPanel* list_;
  QStackedWidget* right_;
  AlertDetail* alert_;
  MessageDetail* message_;
  QPushButton* drillButton_ = nullptr;
  QTimer second_;
};

}  // namespace vigie::console
