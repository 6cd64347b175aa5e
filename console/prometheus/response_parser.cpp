#include "console/prometheus/response_parser.h"

#include "console/prometheus/impl/answer_reader.h"

#include <QCoreApplication>
#include <QLocale>
#include <boost/json/basic_parser_impl.hpp>

#include <charconv>
#include <limits>

namespace vigie::console {
namespace {

using Answer = impl::AnswerReader::Answer;

Error notAnEnvelope(int httpStatus) {
  return {ErrorCode::kUpstreamFailed,
          httpStatus == 200 ? "Prometheus' answer is not the JSON of its query API. Is the address Prometheus'?"
                            : "Prometheus answered HTTP " + std::to_string(httpStatus) +
                                  " without a reason. A proxy in between may have answered instead."};
}

ErrorCode codeOf(const QString& errorType) {
  if (errorType == QLatin1String("bad_data")) return ErrorCode::kInvalidArgument;
  if (errorType == QLatin1String("execution")) return ErrorCode::kUnprocessable;
  if (errorType == QLatin1String("timeout")) return ErrorCode::kTimeout;
  if (errorType == QLatin1String("canceled")) return ErrorCode::kCancelled;
  if (errorType == QLatin1String("not_found")) return ErrorCode::kNotFound;
  if (errorType == QLatin1String("unavailable")) return ErrorCode::kUnavailable;
  return ErrorCode::kUpstreamFailed;
}

void noteLeftOut(Answer& answer) {
  const auto number = [](std::size_t n) { return QLocale().toString(static_cast<qulonglong>(n)); };
  const std::size_t shown = answer.frame->series.size();
  if (answer.seriesLeftOut > 0) {
    answer.frame->notices.append(
        QCoreApplication::translate("answer",
                                    "Only the first %1 of %2 series are shown. Aggregate them, or ask for the largest, "
                                    "for example with topk(20, …).")
            .arg(number(shown), number(shown + answer.seriesLeftOut)));
  }
  if (answer.disorderedSamples > 0) {
    answer.frame->notices.append(
        QCoreApplication::translate("answer", "%1 samples were left out: their times do not rise.")
            .arg(number(answer.disorderedSamples)));
  }
}

/// False when it is not one JSON document.
bool readDocument(const QByteArray& body, boost::json::basic_parser<impl::AnswerReader>& parser) {
  boost::system::error_code failed;
  const auto size = static_cast<std::size_t>(body.size());
  const std::size_t taken = parser.write_some(false, body.constData(), size, failed);
  if (failed || !parser.done()) return false;
  return body.mid(static_cast<qsizetype>(taken)).trimmed().isEmpty();
}

}  // namespace

double parseSampleValue(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return value;
  if (error != std::errc() || end != text.data() + text.size()) return std::numeric_limits<double>::quiet_NaN();
  return value;
}

Result<FramePtr> parseQueryResponse(const QByteArray& body, int httpStatus) {
  boost::json::basic_parser<impl::AnswerReader> parser{boost::json::parse_options()};
  if (!readDocument(body, parser)) return notAnEnvelope(httpStatus);
  Answer& answer = parser.handler().answer();
  if (!answer.hasStatus) return notAnEnvelope(httpStatus);
  if (answer.status != QLatin1String("success")) {
    if (answer.error.isEmpty()) return notAnEnvelope(httpStatus);
    return Error(codeOf(answer.errorType), answer.error.toStdString());
  }
  if (!answer.hasResult) return notAnEnvelope(httpStatus);
  const QString& type = answer.resultType;
  if (type != QLatin1String("matrix") && type != QLatin1String("vector") && type != QLatin1String("scalar")) {
    return Error(ErrorCode::kUnprocessable,
                 "The query's result is of type \"" + type.toStdString() + "\", which has nothing to draw.");
  }
  noteLeftOut(answer);
  return FramePtr(std::move(answer.frame));
}

}  // namespace vigie::console
