// Predictions as JSON.
#include "analysis/theory/report.hpp"

namespace rippletank::theory {
namespace {

using registry::Json;

Json json_of(const Prediction& prediction) {
  Json json = {{"name", prediction.name},
               {"quantity", prediction.quantity},
               {"unit", prediction.unit},
               {"predicted", prediction.value},
               {"strength", name_of(prediction.strength)},
               {"counted", registry::number_or_null(prediction.simulated)},
               {"standard_error", registry::number_or_null(prediction.standard_error)}};
  if (!prediction.simulated) json["not_counted_as"] = prediction.why_not;
  return json;
}

}  // namespace

Json to_json(const std::vector<Findings>& findings) {
  Json list = Json::array();
  for (const Findings& one : findings) {
    Json json = {{"law", one.law}, {"title", one.title}, {"predictions", Json::array()}};
    for (const Prediction& prediction : one.predictions) {
      json["predictions"].push_back(json_of(prediction));
    }
    json["assumptions"] = one.assumptions;
    json["not_so_here"] = one.violations;
    json["sources"] = one.sources;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace rippletank::theory
