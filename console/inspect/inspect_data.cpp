#include "console/inspect/inspect_data.h"

#include "console/app/save_dialog.h"
#include "console/app/theme.h"
#include "console/dashboard/transform.h"
#include "console/panels/table_body.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

PanelModel asTable(const PanelModel& panel) {
  PanelModel table;
  table.type = QStringLiteral("table");
  table.title = panel.title;
  return table;
}

/// The same queries over the very window that was drawn, without what is done to their answers.
PanelModel withoutTransformations(PanelModel panel) {
  panel.transformations.clear();
  panel.timeFromMs = 0;
  panel.timeShiftMs = 0;
  return panel;
}

}  // namespace

PanelDataPtr sideBySide(const PanelDataPtr& data) {
  if (!data || data->frames.size() < 2) return data;
  const bool overTime = std::all_of(data->frames.begin(), data->frames.end(), [](const DataFrame& frame) {
    return frame.fields.size() == 2 && frame.fields.front().type == FieldType::kTime;
  });
  if (!overTime) return data;
  auto joined = std::make_shared<PanelData>(*data);
  std::vector<DataFrame> frames = data->frames;
  for (DataFrame& frame : frames) {
    // Joined, a column must still say which series it was.
    frame.fields.back().displayName = fieldNames(frame, data->frames).back();
  }
  joined->frames = transformed(std::move(frames), {{QStringLiteral("joinByField"),
                                                    QJsonObject{{QStringLiteral("byField"), QStringLiteral("Time")},
                                                                {QStringLiteral("mode"), QStringLiteral("outer")}},
                                                    {}}});
  return joined;
}

InspectData::InspectData(PanelWidget& panel, QWidget* parent)
    : QWidget(parent),
      formatted_(new QCheckBox(tr("Formatted"))),
      transformed_(new QCheckBox(tr("With transformations"))),
      copy_(new QPushButton(tr("Copy CSV"))),
      save_(new QPushButton(tr("Save CSV…"))),
      state_(new QLabel),
      table_(new TableBody(panel.services().theme, asTable(panel.model()))),
      untransformed_(panel.services().prometheus, withoutTransformations(panel.model()),
                     [context = panel.queryContext()] { return context; }) {
  formatted_->setChecked(true);
  formatted_->setToolTip(tr("Values with their units, or every digit of them"));
  transformed_->setChecked(true);
  transformed_->setVisible(!panel.model().transformations.empty());
  state_->setProperty("role", QStringLiteral("muted"));
  state_->setWordWrap(true);
  state_->setTextFormat(Qt::PlainText);
  auto* options = new QHBoxLayout;
  options->setSpacing(space::kMedium);
  options->addWidget(formatted_);
  options->addWidget(transformed_);
  options->addStretch();
  options->addWidget(copy_);
  options->addWidget(save_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(options);
  layout->addWidget(state_);
  layout->addWidget(table_, 1);

  connect(formatted_, &QCheckBox::toggled, this, &InspectData::setFormatted);
  connect(transformed_, &QCheckBox::toggled, this, &InspectData::setTransformed);
  connect(copy_, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(csv()); });
  connect(save_, &QPushButton::clicked, this, &InspectData::saveCsv);
  connect(&untransformed_, &PanelQuery::succeeded, this, [this](const PanelDataPtr& answer) {
    answered_ = answer;
    show();
  });
  connect(&untransformed_, &PanelQuery::failed, this, [this](const Error& error) {
    reason_ = QString::fromStdString(error.message);
    show();
  });
}

void InspectData::follow(const PanelWidget& panel) {
  width_ = panel.width();
  name_ = panel.title();
  reason_ = panel.reason();
  if (data_ != panel.data()) answered_.reset();
  data_ = panel.data();
  if (!transformed_->isChecked() && !answered_) askUntransformed(panel);
  show();
}

void InspectData::askUntransformed(const PanelWidget& panel) {
  if (data_) untransformed_.refresh(data_->window, panel.width(), PanelQuery::Mode::kSupersede);
}

void InspectData::setTransformed(bool transformed) {
  transformed_->setChecked(transformed);
  if (!transformed && !answered_ && data_) {
    untransformed_.refresh(data_->window, width_, PanelQuery::Mode::kSupersede);
  }
  show();
}

void InspectData::setFormatted(bool formatted) {
  formatted_->setChecked(formatted);
  table_->setRaw(!formatted);
}

void InspectData::show() {
  shown_ = sideBySide(transformed_->isChecked() ? data_ : answered_);
  const bool any = shown_ && !shown_->isEmpty();
  state_->setText(!reason_.isEmpty() ? reason_ : any ? QString() : tr("No data in this time range"));
  state_->setVisible(!state_->text().isEmpty());
  table_->setVisible(any);
  copy_->setEnabled(any);
  save_->setEnabled(any);
  if (any) table_->setData(shown_);
}

QString InspectData::csv() const { return shown_ ? toCsv(*shown_) : QString(); }

void InspectData::saveCsv() {
  offerToSave(*this, tr("Save as CSV"), name_, tr("CSV (*.csv)"), QStringLiteral("csv"), csv().toUtf8());
}

}  // namespace vigie::console
