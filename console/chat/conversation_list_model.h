// ConversationListModel: the conversations of the left column, newest first.
#pragma once

#include "console/chat/problem.h"
#include "core/wire/conversations.h"
#include "core/wire/list.h"

#include <QAbstractListModel>
#include <QDateTime>

#include <optional>
#include <vector>

namespace vigie::console {

struct ConversationRow {
  QString id;
  QString title;
  QDateTime updatedAt;
  std::int64_t messages = 0;
};

/// UI thread only. Pages are pushed in; where more exist, moreWanted() asks for the next one.
class ConversationListModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { kTitleRole = Qt::DisplayRole, kIdRole = Qt::UserRole + 1, kUpdatedRole, kMessagesRole };
  enum class State { kLoading, kReady, kFailed };
  Q_ENUM(State)

  explicit ConversationListModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
  [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const Problem& problem() const { return problem_; }
  [[nodiscard]] int rowOf(const QString& id) const;  ///< -1 when it is not there
  [[nodiscard]] const ConversationRow& row(int at) const { return rows_.at(static_cast<std::size_t>(at)); }

  void setLoading();
  void setProblem(Problem problem);  ///< rows that are there stay
  void setFirstPage(const wire::Page<wire::Conversation>& page);
  void appendPage(const wire::Page<wire::Conversation>& page);
  /// A conversation this console just wrote to: moves to the top, or appears there.
  void touch(ConversationRow row);
  std::optional<ConversationRow> take(const QString& id);
  void restore(ConversationRow row);  ///< back in its place by time

 Q_SIGNALS:
  void moreWanted(const QString& cursor);
  void stateChanged();

 private:
  void setState(State state);

  std::vector<ConversationRow> rows_;
  QString cursor_;
  bool fetching_ = false;
  State state_ = State::kLoading;
  Problem problem_;
};

}  // namespace vigie::console
