// The chat page: conversations at the left, the transcript and the composer, sources and the waterfall at the right.
#pragma once

#include "console/app/page.h"
#include "console/chat/chat_session.h"

#include <QPointer>

#include <memory>

class QLabel;
class QLineEdit;
class QStackedWidget;

namespace vigie::console {

class ChatStart;
class Composer;
class ConversationPanel;
class SourcesPanel;
class Theme;
class TranscriptView;

/// Wires a ChatSession, which it owns, to its views. `theme` must outlive the page.
class ChatPage : public Page {
  Q_OBJECT

 public:
  ChatPage(Theme& theme, std::unique_ptr<ChatSession> session, QWidget* parent = nullptr);
  ~ChatPage() override;

  [[nodiscard]] QString title() const override;
  [[nodiscard]] QString subtitle() const override;
  [[nodiscard]] QWidget* createTools() override;
  void refresh() override;
  [[nodiscard]] std::vector<Command> commands() override;
  [[nodiscard]] bool isReady() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {380, 320}; }
  /// "chat": the ServiceDown question, answered.
  void showScene(const QString& scene) override;

  [[nodiscard]] ChatSession& session() { return *session_; }
  [[nodiscard]] TranscriptView& transcript() { return *transcript_; }
  [[nodiscard]] Composer& composer() { return *composer_; }
  [[nodiscard]] SourcesPanel& sources() { return *sources_; }
  [[nodiscard]] ChatStart& start() { return *start_; }

 Q_SIGNALS:
  /// The reader agreed to leave for an address; the page opens it.
  void addressConfirmed(const QUrl& address);

 protected:
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildCentre();
  void addShortcuts();
  void showThread();
  void updateThread();
  void updateOffline();
  void ask(const QString& text);
  void stop();
  void regenerate(int row);
  void copyAnswer(int row);
  void showAnswer(int row);
  void confirmLink(const QUrl& address);
  void openFind();
  void closeFind();
  void step(bool backwards);

  Theme& theme_;
  std::unique_ptr<ChatSession> session_;
  ConversationPanel* conversations_;
  QWidget* centre_;
  QLabel* notice_;
  QWidget* findBar_;
  QLineEdit* findText_;
  QLabel* findNote_;
  QStackedWidget* middle_;
  ChatStart* start_;
  QLabel* loading_;
  TranscriptView* transcript_;
  Composer* composer_;
  SourcesPanel* sources_;
  QPointer<ChatThread> thread_;
  int shownAnswer_ = -1;  ///< the row the side column is about
  bool demo_ = false;
};

}  // namespace vigie::console
