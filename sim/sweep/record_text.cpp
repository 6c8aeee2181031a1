// Writes records down and reads them back.
#include "sim/sweep/record_text.hpp"

#include <stdexcept>

namespace rippletank::sweep {
namespace {

using registry::Json;

std::string words_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

std::string text_of(const Brought& brought) {
  Json json = {{"point", brought.task.point}, {"repetition", brought.task.repetition}};
  if (brought.failure) {
    json["failure"] = words_of(brought.failure);
    return json.dump();
  }
  const RunRecord& record = brought.record;
  json.update({{"run_id", record.run_id},
               {"status", registry::Codec<Status>::write(record.status)},
               {"message", record.message},
               {"seed", record.seed},
               {"fingerprint", record.fingerprint},
               {"wall_s", record.wall_s},
               {"values", record.values}});
  for (const Definition& figure : record.figures) {
    json["figures"].push_back({figure.name, figure.unit, figure.definition});
  }
  return json.dump();
}

Brought brought_of(const std::string& text) {
  const Json json = Json::parse(text);
  Brought brought;
  brought.task = {json.at("point").get<std::uint32_t>(),
                  json.at("repetition").get<std::uint64_t>()};
  if (json.contains("failure")) {
    brought.failure =
        std::make_exception_ptr(std::runtime_error(json["failure"].get<std::string>()));
    return brought;
  }
  RunRecord& record = brought.record;
  record.run_id = json.at("run_id").get<std::string>();
  registry::Reader reader{{}};
  registry::Codec<Status>::read(json.at("status"), record.status, {}, reader);
  record.message = json.at("message").get<std::string>();
  record.repetition = brought.task.repetition;
  record.seed = json.at("seed").get<std::uint64_t>();
  record.fingerprint = json.at("fingerprint").get<std::string>();
  record.wall_s = json.at("wall_s").get<double>();
  record.values = json.at("values");
  for (const Json& figure : json.value("figures", Json::array())) {
    record.figures.push_back({figure.at(0).get<std::string>(), figure.at(1).get<std::string>(),
                              figure.at(2).get<std::string>()});
  }
  return brought;
}

}  // namespace rippletank::sweep
