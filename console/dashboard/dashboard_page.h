// The Dashboards page: which dashboard is open, and the one that is.
#pragma once

#include "console/app/page.h"
#include "console/dashboard/dashboard_catalogue.h"

#include <vector>

class QStackedLayout;
class QToolButton;

namespace vigie::console {

class DashboardTools;
class DashboardView;
struct ConsoleContext;

class DashboardPage : public Page {
  Q_OBJECT
 public:
  explicit DashboardPage(const ConsoleContext& context, QWidget* parent = nullptr);

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

  /// False when there is no such dashboard.
  bool open(const QString& id);
  [[nodiscard]] QString current() const;
  /// Null when the open one cannot be shown.
  [[nodiscard]] DashboardView* currentView() const;

 private:
  class OfflineBar;

  void openIndex(int index);
  [[nodiscard]] bool showsData() const;

  const ConsoleContext& context_;
  std::vector<CatalogueEntry> entries_;
  std::vector<QWidget*> views_;  ///< made when first opened
  QStackedLayout* stack_;
  OfflineBar* offline_;
  QToolButton* picker_ = nullptr;
  DashboardTools* tools_ = nullptr;
  int index_ = -1;
};

}  // namespace vigie::console
