#include "console/prometheus/response_parser.h"

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace vigie::console {
namespace {

namespace json = boost::json;

QString text(const json::value* value) {
  if (!value || !value->is_string()) return {};
  const json::string& s = value->get_string();
  return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
}

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

/// [seconds, "value"]; false when it is something else.
bool readSample(const json::value& pair, qint64& timeMs, double& value) {
  const json::array* a = pair.if_array();
  if (!a || a->size() != 2 || !(*a)[1].is_string()) return false;
  const json::value& time = (*a)[0];
  if (time.is_int64()) {
    timeMs = time.get_int64() * 1000;
  } else if (time.is_double()) {
    timeMs = std::llround(time.get_double() * 1000.0);
  } else {
    return false;
  }
  const json::string& s = (*a)[1].get_string();
  value = parseSampleValue({s.data(), s.size()});
  return true;
}

Labels readLabels(const json::object& entry) {
  Labels labels;
  const json::value* metric = entry.if_contains("metric");
  if (!metric || !metric->is_object()) return labels;
  for (const auto& [key, value] : metric->get_object()) {
    labels.emplace_back(QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())), text(&value));
  }
  std::sort(labels.begin(), labels.end());
  return labels;
}

void append(Series& series, const json::value& pair) {
  qint64 time = 0;
  double value = 0;
  if (!readSample(pair, time, value)) return;
  if (!series.timesMs.empty() && time <= series.timesMs.back()) return;
  series.timesMs.push_back(time);
  series.values.push_back(value);
}

void readSeries(const json::array& result, Frame& frame) {
  frame.series.reserve(result.size());
  for (const json::value& item : result) {
    const json::object* entry = item.if_object();
    if (!entry) continue;
    Series series;
    series.labels = readLabels(*entry);
    if (const json::value* values = entry->if_contains("values"); values && values->is_array()) {
      series.timesMs.reserve(values->get_array().size());
      series.values.reserve(values->get_array().size());
      for (const json::value& pair : values->get_array()) append(series, pair);
    } else if (const json::value* one = entry->if_contains("value")) {
      append(series, *one);
    }
    if (entry->contains("histogram") || entry->contains("histograms")) ++frame.histogramsLeftOut;
    if (!series.timesMs.empty()) frame.series.push_back(std::move(series));
  }
}

void readNotices(const json::object& envelope, std::string_view key, Frame& frame) {
  const json::value* list = envelope.if_contains(key);
  if (!list || !list->is_array()) return;
  for (const json::value& notice : list->get_array()) {
    if (notice.is_string()) frame.notices.append(text(&notice));
  }
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
  json::monotonic_resource memory(static_cast<std::size_t>(body.size()) * 2 + 1024);
  boost::system::error_code failed;
  const json::value root = json::parse({body.constData(), static_cast<std::size_t>(body.size())}, failed, &memory);
  const json::object* envelope = failed ? nullptr : root.if_object();
  if (!envelope || !envelope->contains("status")) return notAnEnvelope(httpStatus);

  if (text(envelope->if_contains("status")) != QLatin1String("success")) {
    const QString type = text(envelope->if_contains("errorType"));
    const QString reason = text(envelope->if_contains("error"));
    if (reason.isEmpty()) return notAnEnvelope(httpStatus);
    return Error(codeOf(type), reason.toStdString());
  }

  auto frame = std::make_shared<Frame>();
  const json::value* data = envelope->if_contains("data");
  const json::object* dataObject = data ? data->if_object() : nullptr;
  if (!dataObject) return notAnEnvelope(httpStatus);
  const QString type = text(dataObject->if_contains("resultType"));
  const json::value* result = dataObject->if_contains("result");
  if (!result || !result->is_array()) return notAnEnvelope(httpStatus);
  if (type == QLatin1String("matrix") || type == QLatin1String("vector")) {
    readSeries(result->get_array(), *frame);
  } else if (type == QLatin1String("scalar")) {
    Series series;
    append(series, *result);
    if (!series.timesMs.empty()) frame->series.push_back(std::move(series));
  } else {
    return Error(ErrorCode::kUnprocessable,
                 "The query's result is of type \"" + type.toStdString() + "\", which has nothing to draw.");
  }
  readNotices(*envelope, "warnings", *frame);
  readNotices(*envelope, "infos", *frame);
  return FramePtr(std::move(frame));
}

}  // namespace vigie::console
