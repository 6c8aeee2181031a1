// Starting a query model from its JSON, for the tests of all of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/workload/model.hpp"
#include "tests/catch.hpp"

namespace rippletank::tests {

/// Peers called p0, p1, …; without content unless items are given.
inline workload::SetUp set_up(core::PeerId peers, std::uint64_t seed = 1,
                              core::Time horizon = core::never,
                              std::shared_ptr<workload::Items> items = nullptr) {
  if (items == nullptr) items = std::make_shared<workload::Items>();
  // Whoever finds peers keeps the items alive.
  const auto find_peer = [peers, items](std::string_view name) -> std::optional<core::PeerId> {
    for (core::PeerId peer = 0; peer < peers; ++peer) {
      if (name == "p" + std::to_string(peer)) return peer;
    }
    return {};
  };
  const auto advise = [](std::string_view) { return std::string("expected p0, p1, …"); };
  return {{peers, find_peer, advise}, seed, horizon, *items};
}

inline registry::Model model_of(const registry::Json& json) {
  registry::Reader reader{{}};
  const registry::Model model = registry::read_model(workload::catalogue(), json, reader);
  for (const registry::Diagnostic& mistake : reader.diagnostics()) {
    FAIL(mistake.pointer << ": " << mistake.message);
  }
  return model;
}

/// The first queries of a model, until it ends or enough are there.
inline std::vector<overlay::Query> queries_of(const registry::Json& json,
                                              const workload::SetUp& given,
                                              std::size_t most = 10'000'000) {
  const registry::Model model = model_of(json);
  overlay::QueryStream stream = workload::query_model(model).start(model.parameters.get(), given);
  std::vector<overlay::Query> queries;
  while (queries.size() < most) {
    std::optional<overlay::Query> query = stream();
    if (!query) break;
    queries.push_back(std::move(*query));
  }
  return queries;
}

inline bool ascend(const std::vector<overlay::Query>& queries) {
  return std::is_sorted(queries.begin(), queries.end(),
                        [](const auto& a, const auto& b) { return a.start < b.start; });
}

}  // namespace rippletank::tests
