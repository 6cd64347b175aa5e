// The console's link to the local stack: attaches to the running vigie-stack, or starts one and attaches to it.
//
// Everything happens on the thread that owns the object (the UI thread), without blocking. Nothing is started before
// attach(). A stack started here lives as long as any client is attached, plus two seconds: a console that crashes
// leaves nothing behind, and a second console keeps the stack when the first one quits.
#pragma once

#include "console/stack/stack_state.h"

#include <QElapsedTimer>
#include <QLocalSocket>
#include <QObject>
#include <QString>
#include <QTemporaryFile>
#include <QTimer>

#include <memory>

namespace vigie::stack {

class StackClient : public QObject {
  Q_OBJECT

 public:
  struct Options {
    /// The vigie-stack program; empty: the one beside this program.
    QString program;
    /// Where the stack keeps everything, as `vigie-stack --home`; empty: VIGIE_STACK_HOME or the user's directories.
    QString home;
    /// False: attach only to a stack that runs already.
    bool start = true;
  };

  enum class Link {
    kDetached,    ///< attach() not called, or detach() called
    kConnecting,  ///< looking for the stack, starting it where allowed
    kAttached,    ///< state() follows the stack
    kFailed,      ///< no stack: lastError() says why and what to do; attach() tries again
  };

  explicit StackClient(QObject* parent = nullptr);  ///< default options
  explicit StackClient(Options options, QObject* parent = nullptr);
  ~StackClient() override;

  /// Attaches, starting the stack where allowed. A stack that vanishes without a word (killed) is started again.
  void attach();
  /// Lets go of the stack; the last one to let go ends a stack that was started by a console.
  void detach();
  /// Asks the stack to stop for everybody.
  void requestStop();

  [[nodiscard]] Link link() const { return link_; }
  [[nodiscard]] const StackState& state() const { return state_; }
  [[nodiscard]] const QString& lastError() const { return lastError_; }

 Q_SIGNALS:
  /// The link changed; see link() and lastError().
  void linkChanged(vigie::stack::StackClient::Link link);
  /// A service's state, the phase or the addresses changed. The first one comes right after kAttached.
  void stateChanged(const vigie::stack::StackState& state);
  /// Once for each stack: its addresses are known (its services may still be starting).
  void endpointsKnown(const vigie::stack::Endpoints& endpoints);

 private:
  void tryConnect();
  void startStack();
  void readLines();
  void handleLoss();
  void setLink(Link link, const QString& error = {});

  Options options_;
  QString socketPath_;
  Link link_ = Link::kDetached;
  StackState state_;
  QString lastError_;
  QLocalSocket socket_;
  QTimer retry_;
  QElapsedTimer since_;
  std::unique_ptr<QTemporaryFile> startErrors_;  ///< standard error of the stack that we started
  qint64 startedPid_ = 0;
  bool started_ = false;
};

}  // namespace vigie::stack
