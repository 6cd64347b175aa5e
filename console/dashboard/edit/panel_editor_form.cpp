// The parts of a panel's form, and which of them a type has.
#include "console/app/theme.h"
#include "console/dashboard/edit/panel_editor.h"
#include "console/dashboard/edit/text_content.h"
#include "console/dashboard/edit/threshold_list.h"
#include "console/dashboard/unit_format.h"
#include "console/explore/promql_editor.h"
#include "console/explore/query_row.h"

#include <QComboBox>
#include <QDoubleValidator>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

/// Ids of Grafana that the console can take a panel to.
QStringList panelTypes() {
  return {QStringLiteral("timeseries"), QStringLiteral("stat"),           QStringLiteral("gauge"),
          QStringLiteral("bargauge"),   QStringLiteral("table"),          QStringLiteral("barchart"),
          QStringLiteral("piechart"),   QStringLiteral("heatmap"),        QStringLiteral("histogram"),
          QStringLiteral("text"),       QStringLiteral("state-timeline"), QStringLiteral("status-history")};
}

QStringList usualUnits() {
  return {QString(),
          QStringLiteral("short"),
          QStringLiteral("none"),
          QStringLiteral("percent"),
          QStringLiteral("percentunit"),
          QStringLiteral("s"),
          QStringLiteral("ms"),
          QStringLiteral("µs"),
          QStringLiteral("dtdurations"),
          QStringLiteral("bytes"),
          QStringLiteral("decbytes"),
          QStringLiteral("Bps"),
          QStringLiteral("bps"),
          QStringLiteral("reqps"),
          QStringLiteral("ops"),
          QStringLiteral("currencyUSD"),
          QStringLiteral("currencyEUR"),
          QStringLiteral("dateTimeAsIso"),
          QStringLiteral("bool")};
}

QLabel* sectionHeading(const QString& text) {
  auto* label = new QLabel(text);
  label->setFont(Theme::font(TextRole::kStrong));
  return label;
}

}  // namespace

QWidget* PanelEditor::buildForm() {
  type_->addItems(panelTypes());
  unit_->setEditable(true);
  for (const QString& unit : usualUnits()) {
    unit_->addItem(unit);
    unit_->setItemData(unit_->count() - 1, UnitFormat(unit).description(), Qt::ToolTipRole);
  }
  unit_->setToolTip(tr("Grafana's id of the unit: s, bytes, percentunit, reqps …"));
  for (QLineEdit* bound : {min_, max_}) {
    bound->setPlaceholderText(tr("auto"));
    bound->setFixedWidth(120);
    bound->setValidator(new QDoubleValidator(bound));
  }
  min_->setAccessibleName(tr("Least value"));
  max_->setAccessibleName(tr("Greatest value"));
  auto* part = new QWidget;
  auto* column = new QVBoxLayout(part);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space::kSmall);
  column->addWidget(sectionHeading(tr("Panel")));
  form_ = new QFormLayout;
  column->addLayout(form_);
  form_->setHorizontalSpacing(space::kLarge);
  form_->setVerticalSpacing(space::kSmall);
  form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  form_->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  form_->addRow(tr("Title"), title_);
  form_->addRow(tr("Description"), description_);
  form_->addRow(tr("Type"), type_);
  form_->addRow(tr("Unit"), unit_);
  auto* bounds = new QWidget;
  auto* row = new QHBoxLayout(bounds);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space::kSmall);
  row->addWidget(min_);
  row->addWidget(new QLabel(tr("to")));
  row->addWidget(max_);
  row->addStretch();
  form_->addRow(tr("Bounds"), bounds);
  form_->addRow(tr("Thresholds"), thresholds_);
  return part;
}

QWidget* PanelEditor::buildQueries() {
  queries_->setSpacing(space::kSmall);
  auto* add = new QPushButton(tr("Add query"));
  connect(add, &QPushButton::clicked, this, [this] {
    QueryDraft query;
    query.refId = freeRefId(draft().queries);
    addQuery(query)->editor().setFocus();
  });
  auto* part = new QWidget;
  auto* column = new QVBoxLayout(part);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space::kSmall);
  column->addWidget(sectionHeading(tr("Queries")));
  column->addLayout(queries_);
  column->addWidget(add, 0, Qt::AlignLeft);
  return part;
}

void PanelEditor::buildFooter() {
  discard_->setProperty("role", QStringLiteral("warning"));
  discard_->setWordWrap(true);
  auto* cancel = new QPushButton(tr("Cancel"));
  auto* apply = new QPushButton(tr("Apply"));
  apply->setProperty("role", QStringLiteral("primary"));
  apply->setToolTip(tr("Ctrl+S"));
  connect(cancel, &QPushButton::clicked, this, [this] {
    mayDiscard_ = true;
    dismiss();
  });
  connect(apply, &QPushButton::clicked, this, &PanelEditor::accept);
  footer().addWidget(discard_, 1);
  footer().addWidget(cancel);
  footer().addWidget(apply);
}

void PanelEditor::showParts() {
  const bool isText = type_->currentText() == QLatin1String("text");
  text_->setVisible(isText);
  queriesPart_->setVisible(!isText);
  for (int row = 0; row < form_->rowCount(); ++row) {
    const QWidget* field = form_->itemAt(row, QFormLayout::FieldRole)->widget();
    const bool isOfAll = field == title_ || field == description_ || field == type_;
    form_->setRowVisible(row, isOfAll || !isText);
  }
}

}  // namespace vigie::console
