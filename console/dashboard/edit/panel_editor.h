// One panel, changed in a form with a live preview: words, type, queries, unit, bounds, thresholds.
#pragma once

#include "console/app/drawer.h"
#include "console/dashboard/edit/panel_draft.h"
#include "console/dashboard/links.h"
#include "console/panels/panel_services.h"
#include "console/prometheus/metadata_client.h"
#include "console/promql/completion_source.h"

#include <QTimer>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace vigie::console {

class PanelWidget;
class QueryRow;
class TextContent;
class ThresholdList;
struct ConsoleContext;

class PanelEditor : public Drawer {
  Q_OBJECT
 public:
  /// `panel` as the file has it. `services` and `time` of the dashboard, so that the preview asks as the panel will.
  PanelEditor(const ConsoleContext& context, const PanelServices& services, std::function<LinkTime()> time,
              const OrderedJson& panel, QWidget* host);
  ~PanelEditor() override;

  /// The panel with what the form says now.
  [[nodiscard]] OrderedJson edited() const;
  [[nodiscard]] PanelDraft draft() const;
  void setDraft(const PanelDraft& draft);
  /// Hands it over and closes.
  void accept();
  [[nodiscard]] const PanelWidget* preview() const { return preview_; }

 Q_SIGNALS:
  void accepted(const vigie::console::OrderedJson& panel);

 protected:
  bool mayClose() override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QueryRow* addQuery(const QueryDraft& query);
  QWidget* buildForm();
  QWidget* buildQueries();
  void buildFooter();
  /// Queries and figures, or text: what the type has.
  void showParts();
  void showPreview();
  void showFacts();

  const ConsoleContext& context_;
  const PanelServices services_;
  std::function<LinkTime()> time_;
  OrderedJson panel_;
  MetadataClient metadata_;
  promql::CompletionSource source_;
  PanelWidget* preview_ = nullptr;
  QVBoxLayout* previewSlot_;
  QLineEdit* title_;
  QLineEdit* description_;
  QComboBox* type_;
  QComboBox* unit_;
  QLineEdit* min_;
  QLineEdit* max_;
  ThresholdList* thresholds_;
  QFormLayout* form_;
  QWidget* queriesPart_;
  TextContent* text_;
  QVBoxLayout* queries_;
  std::vector<QueryRow*> rows_;
  QLabel* discard_;
  QTimer changed_;
  bool mayDiscard_ = false;
};

}  // namespace vigie::console
