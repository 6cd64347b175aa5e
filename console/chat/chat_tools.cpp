#include "console/chat/chat_tools.h"

#include "console/app/theme.h"
#include "console/chat/chat_session.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace vigie::console {

namespace {

constexpr int kChoicesOfK[] = {1, 2, 4, 6, 8, 12, 20};

QToolButton* menuButton(QWidget* parent) {
  auto* const button = new QToolButton(parent);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setMenu(new QMenu(button));
  return button;
}

}  // namespace

ChatTools::ChatTools(ChatSession& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      model_(menuButton(this)),
      passages_(menuButton(this)),
      retrieval_(new QToolButton(this)) {
  model_->setAccessibleName(tr("Language model"));
  model_->setToolTip(tr("The language model that answers"));
  passages_->setAccessibleName(tr("Number of passages"));
  passages_->setToolTip(tr("How many passages are looked up for a question"));
  retrieval_->setCheckable(true);
  retrieval_->setToolTip(tr("Whether answers stand on the indexed documents"));
  auto* const group = new QActionGroup(this);
  for (const int k : kChoicesOfK) {
    QAction* const choice = passages_->menu()->addAction(tr("%n passage(s)", nullptr, k));
    choice->setCheckable(true);
    choice->setData(k);
    group->addAction(choice);
  }
  connect(group, &QActionGroup::triggered, this,
          [this](const QAction* choice) { session_.setK(choice->data().toInt()); });
  connect(retrieval_, &QToolButton::clicked, this, [this](bool on) { session_.setRetrieval(on); });
  auto* const row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space::kSmall);
  row->addWidget(model_);
  row->addWidget(passages_);
  row->addWidget(retrieval_);
  connect(&session_, &ChatSession::modelsChanged, this, [this] {
    fillModels();
    update();
  });
  connect(&session_, &ChatSession::optionsChanged, this, &ChatTools::update);
  fillModels();
  update();
}

void ChatTools::fillModels() {
  QMenu* const menu = model_->menu();
  menu->clear();
  for (const QString& id : session_.models()) {
    QAction* const choice = menu->addAction(id);
    choice->setCheckable(true);
    connect(choice, &QAction::triggered, this, [this, id] {
      session_.setModel(id);
      update();
    });
  }
}

void ChatTools::update() {
  const AskOptions& options = session_.options();
  const bool known = !session_.models().isEmpty();
  model_->setEnabled(known);
  model_->setText((known ? options.model : tr("no model yet")) + QStringLiteral(" ▾"));
  for (QAction* const choice : model_->menu()->actions()) choice->setChecked(choice->text() == options.model);
  passages_->setText(tr("k = %1").arg(options.k));
  passages_->setEnabled(options.retrieval);
  for (QAction* const choice : passages_->menu()->actions()) choice->setChecked(choice->data().toInt() == options.k);
  retrieval_->setChecked(options.retrieval);
  retrieval_->setText(options.retrieval ? tr("Retrieval on") : tr("Retrieval off"));
  for (QToolButton* const button : {model_, passages_, retrieval_}) button->adjustSize();
}

}  // namespace vigie::console
