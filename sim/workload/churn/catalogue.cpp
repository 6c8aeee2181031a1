// Lists the churn models.
#include <algorithm>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/workload/churn/model.hpp"

namespace rippletank::workload {
namespace {

const std::vector<ChurnModel>& all_churn_models() {
  static const std::vector<ChurnModel> all = {sessions_churn(), arrivals_churn(), trace_churn()};
  return all;
}

}  // namespace

const registry::Catalogue& churn_models() {
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"churn", "churn_models", {}};
    for (const ChurnModel& model : all_churn_models()) listed.entries.push_back(&model.entry);
    return listed;
  }();
  return all;
}

const ChurnModel& churn_model(const registry::Model& chosen) {
  const auto& all = all_churn_models();
  const auto found = std::find_if(all.begin(), all.end(), [&chosen](const ChurnModel& model) {
    return &model.entry == chosen.entry;
  });
  RIPPLETANK_CHECK(found != all.end(), "the chosen model is a churn model");
  return *found;
}

}  // namespace rippletank::workload
