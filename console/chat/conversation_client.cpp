#include "console/chat/conversation_client.h"

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>

#include <utility>

namespace vigie::console {

namespace {

namespace json = boost::json;

constexpr int kPageSize = 100;
/// More than any conversation or document has: a server that never ends its list does not hang the page.
constexpr std::size_t kMostItems = 20'000;

Problem unreadable(const Error& error) { return protocolProblem(QString::fromStdString(error.message)); }

Fetched<json::value> parse(const QByteArray& body) {
  auto value = wire::parseJson(std::string_view(body.constData(), static_cast<std::size_t>(body.size())));
  if (!value) return unreadable(value.error());
  return std::move(*value);
}

template <class T, class Read>
Fetched<wire::Page<T>> parsePage(const Fetched<QByteArray>& body, Read read) {
  if (!body) return body.error();
  const auto value = parse(*body);
  if (!value) return value.error();
  auto page = wire::pageFromJson<T>(*value, read);
  if (!page) return unreadable(page.error());
  return std::move(*page);
}

QString segment(const QString& id) { return QString::fromLatin1(QUrl::toPercentEncoding(id)); }

QUrlQuery pageQuery(const QString& after) {
  QUrlQuery query;
  query.addQueryItem(QStringLiteral("limit"), QString::number(kPageSize));
  if (!after.isEmpty()) {
    query.addQueryItem(QStringLiteral("after"), QString::fromLatin1(QUrl::toPercentEncoding(after)));
  }
  return query;
}

Result<Passage> passageFromJson(const json::value& value) {
  const auto object = wire::Fields::object(value, "a passage");
  if (!object) return object.error();
  const wire::Fields fields(**object);
  Passage passage;
  const auto chunk = fields.integer("chunk", 0, INT32_MAX);
  if (!chunk) return chunk.error();
  passage.chunk = static_cast<int>(chunk->value_or(0));
  const auto text = fields.string("text");
  if (!text) return text.error();
  passage.text = QString::fromStdString(text->value_or(""));
  return passage;
}

Result<QString> modelIdFromJson(const json::value& value) {
  const auto object = wire::Fields::object(value, "a model");
  if (!object) return object.error();
  const auto id = wire::Fields(**object).string("id");
  if (!id) return id.error();
  return QString::fromStdString(id->value_or(""));
}

}  // namespace

ConversationClient::ConversationClient(ServerEndpoint server, QObject* parent)
    : QObject(parent), server_(std::move(server)) {
  network_.setProxy(QNetworkProxy::NoProxy);
  network_.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void ConversationClient::send(const QByteArray& verb, const QUrl& url, QObject* context, RawCallback done) {
  QNetworkRequest request(url);
  request.setTransferTimeout(static_cast<int>(timeout_.count()));
  request.setRawHeader("Accept", "application/json");
  if (!server_.apiKey.isEmpty()) request.setRawHeader("Authorization", "Bearer " + server_.apiKey.toUtf8());
  QNetworkReply* const reply = network_.sendCustomRequest(request, verb);
  connect(reply, &QNetworkReply::finished, this,
          [this, reply, guard = QPointer<QObject>(context), done = std::move(done)] {
            reply->deleteLater();
            if (!guard) return;
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            if (reply->error() != QNetworkReply::NoError || status < 200 || status > 299) {
              done(problemFromReply(*reply, server_));
            } else {
              done(reply->readAll());
            }
          });
}

void ConversationClient::listConversations(const QString& after, QObject* context,
                                           Callback<wire::Page<wire::Conversation>> done) {
  send("GET", server_.rest(QStringLiteral("/v1/conversations"), pageQuery(after)), context,
       [done = std::move(done)](const Fetched<QByteArray>& body) {
         done(parsePage<wire::Conversation>(body, wire::conversationFromJson));
       });
}

void ConversationClient::readMessages(const QString& conversation, QObject* context,
                                      Callback<std::vector<wire::Message>> done) {
  readMessagesFrom(conversation, {}, {}, context, std::move(done));
}

void ConversationClient::readMessagesFrom(const QString& conversation, const QString& after,
                                          std::vector<wire::Message> sofar, QObject* context,
                                          Callback<std::vector<wire::Message>> done) {
  send("GET",
       server_.rest(QStringLiteral("/v1/conversations/%1/messages").arg(segment(conversation)), pageQuery(after)),
       context,
       [this, conversation, sofar = std::move(sofar), context,
        done = std::move(done)](const Fetched<QByteArray>& body) mutable {
         auto page = parsePage<wire::Message>(body, wire::messageFromJson);
         if (!page) return done(page.error());
         for (wire::Message& message : page->data) sofar.push_back(std::move(message));
         if (!page->hasMore() || sofar.size() >= kMostItems) return done(std::move(sofar));
         readMessagesFrom(conversation, QString::fromStdString(page->nextCursor), std::move(sofar), context,
                          std::move(done));
       });
}

void ConversationClient::erase(const QString& conversation, QObject* context, Callback<bool> done) {
  send("DELETE", server_.rest(QStringLiteral("/v1/conversations/%1").arg(segment(conversation))), context,
       [done = std::move(done)](const Fetched<QByteArray>& body) {
         if (!body) return done(body.error());
         done(true);
       });
}

void ConversationClient::listModels(QObject* context, Callback<QStringList> done) {
  send("GET", server_.rest(QStringLiteral("/v1/models")), context,
       [done = std::move(done)](const Fetched<QByteArray>& body) {
         const auto page = parsePage<QString>(body, modelIdFromJson);
         if (!page) return done(page.error());
         QStringList ids;
         for (const QString& id : page->data) {
           if (!id.isEmpty()) ids.append(id);
         }
         done(ids);
       });
}

void ConversationClient::readDocument(const QString& document, QObject* context, Callback<wire::Document> done) {
  send("GET", server_.rest(QStringLiteral("/v1/documents/%1").arg(segment(document))), context,
       [done = std::move(done)](const Fetched<QByteArray>& body) {
         if (!body) return done(body.error());
         const auto value = parse(*body);
         if (!value) return done(value.error());
         auto read = wire::documentFromJson(*value);
         if (!read) return done(unreadable(read.error()));
         done(std::move(*read));
       });
}

void ConversationClient::readPassages(const QString& document, QObject* context, Callback<std::vector<Passage>> done) {
  readPassagesFrom(document, {}, {}, context, std::move(done));
}

void ConversationClient::readPassagesFrom(const QString& document, const QString& after, std::vector<Passage> sofar,
                                          QObject* context, Callback<std::vector<Passage>> done) {
  send("GET", server_.rest(QStringLiteral("/v1/documents/%1/chunks").arg(segment(document)), pageQuery(after)), context,
       [this, document, sofar = std::move(sofar), context,
        done = std::move(done)](const Fetched<QByteArray>& body) mutable {
         auto page = parsePage<Passage>(body, passageFromJson);
         if (!page) return done(page.error());
         for (Passage& passage : page->data) sofar.push_back(std::move(passage));
         if (!page->hasMore() || sofar.size() >= kMostItems) return done(std::move(sofar));
         readPassagesFrom(document, QString::fromStdString(page->nextCursor), std::move(sofar), context,
                          std::move(done));
       });
}

}  // namespace vigie::console
