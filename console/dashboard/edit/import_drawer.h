// A dashboard from elsewhere: a file, pasted JSON, or its address in the configured Grafana. Shows what it is and what
// it asks for before it is kept.
#pragma once

#include "console/app/drawer.h"
#include "console/dashboard/edit/dashboard_import.h"
#include "console/dashboard/edit/grafana_dashboards.h"

#include <map>
#include <optional>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace vigie::console {

struct ConsoleContext;

class ImportDrawer : public Drawer {
  Q_OBJECT
 public:
  /// `token` of a Grafana service account, or empty.
  ImportDrawer(const ConsoleContext& context, const QByteArray& token, QWidget* host);

  /// JSON, an address or a uid, as if it was pasted.
  void take(const QString& text);
  void takeFile(const QString& path);
  void accept();
  /// What is known of it, in words; or why it cannot be imported.
  [[nodiscard]] QString verdict() const;
  [[nodiscard]] bool canImport() const { return plan_.has_value(); }
  [[nodiscard]] bool isBusy() const { return busy_; }

 Q_SIGNALS:
  void imported(const vigie::console::DashboardDocument& document);

 private:
  void read(const QByteArray& json);
  void fetch(const QString& uid);
  void tell(const QString& words, bool isProblem);
  void showInputs();
  void chooseFile();

  GrafanaDashboards grafana_;
  QPlainTextEdit* text_;
  QLabel* verdict_;
  QLineEdit* title_;
  QFormLayout* inputs_;
  QPushButton* import_;
  std::map<QString, QLineEdit*> answers_;
  std::optional<ImportPlan> plan_;
  bool busy_ = false;
  quint64 generation_ = 0;
};

}  // namespace vigie::console
