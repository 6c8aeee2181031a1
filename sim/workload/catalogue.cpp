// Lists every query model of catalogue.def.
#include <algorithm>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/workload/model.hpp"

namespace rippletank::workload {

#define QUERIES(name) QueryModel name##_queries();
#include "sim/workload/catalogue.def"
#undef QUERIES

namespace {

const std::vector<QueryModel>& models() {
  static const std::vector<QueryModel> all = {
#define QUERIES(name) name##_queries(),
#include "sim/workload/catalogue.def"
#undef QUERIES
  };
  return all;
}

}  // namespace

const registry::Catalogue& catalogue() {
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"workload", "workloads", {}};
    for (const QueryModel& model : models()) listed.entries.push_back(&model.entry);
    return listed;
  }();
  return all;
}

const QueryModel& query_model(const registry::Model& chosen) {
  const auto found = std::find_if(models().begin(), models().end(), [&](const QueryModel& model) {
    return &model.entry == chosen.entry;
  });
  RIPPLETANK_CHECK(found != models().end(), "the chosen model is not a query model");
  return *found;
}

}  // namespace rippletank::workload
