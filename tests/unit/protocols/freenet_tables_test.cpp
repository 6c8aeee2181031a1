// What a Freenet peer remembers, against maps and lists: references, failed keys, parts of data.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/protocols/freenet/failed_keys.hpp"
#include "sim/protocols/freenet/parts_of_data.hpp"
#include "sim/protocols/freenet/routing_tables.hpp"
#include "tests/catch.hpp"
#include "tests/unit/protocols/naive_freenet_memory.hpp"

namespace freenet_tables_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using protocols::freenet::Closeness;
using protocols::freenet::FailedKeys;
using protocols::freenet::Key;
using protocols::freenet::PartsOfData;
using protocols::freenet::RoutingTables;
using protocols::freenet::TableLimits;
using tests::NaiveFailures;
using tests::NaiveTable;

namespace {

/// Keys that lie so densely that many are equally close, also around the ends of the line.
Key random_key(core::Substream& random) {
  const Key near = random.below(30) - 15U;
  return random.chance(0.2) ? near + (Key{1} << 63U) : near;
}

void check_closest(const RoutingTables& tables, const NaiveTable& twin, Key key,
                   core::Substream& random) {
  std::set<PeerId> excluded;
  std::vector<PeerId> offered;
  for (const PeerId next : twin.by_closeness(key)) {
    if (random.chance(0.5)) excluded.insert(next);
  }
  PeerId expected = core::no_peer;
  for (const PeerId next : twin.by_closeness(key)) {
    offered.push_back(next);
    if (excluded.count(next) != 0) continue;
    expected = next;
    break;
  }
  std::vector<PeerId> asked;
  const PeerId found = tables.closest(0, key, [&](PeerId node) {
    asked.push_back(node);
    return excluded.count(node) == 0;
  });
  REQUIRE(found == expected);
  REQUIRE(asked == offered);
}

void check_alike(const RoutingTables& tables, const NaiveTable& twin, const TableLimits& limits) {
  std::map<Key, PeerId> references;
  for (const RoutingTables::Reference& each : tables.of(0)) references[each.key] = each.node;
  REQUIRE(references.size() == tables.of(0).size());  // each key once
  REQUIRE(references == twin.references());
  REQUIRE(std::is_sorted(tables.of(0).begin(), tables.of(0).end(),
                         [](const auto& one, const auto& other) { return one.key < other.key; }));
  const overlay::Connections rows = tables.rows();
  const std::set<PeerId> nodes = twin.nodes();
  REQUIRE(std::vector<PeerId>(rows.neighbours.begin(), rows.neighbours.end()) ==
          std::vector<PeerId>(nodes.begin(), nodes.end()));
  if (limits.references) REQUIRE(twin.size() <= *limits.references);
  if (limits.nodes) REQUIRE(nodes.size() <= *limits.nodes);
  for (const PeerId node : nodes) {
    if (limits.references_per_node) REQUIRE(twin.count_of(node) <= *limits.references_per_node);
  }
}

/// `moves`: whether a key may be referred to another node than before.
void check_against_twin(Closeness closeness, const TableLimits& limits, bool moves,
                        core::Substream& random) {
  RoutingTables tables(3, closeness, limits);
  NaiveTable twin(closeness, limits);
  for (int step = 0; step < 400; ++step) {
    const Key key = random_key(random);
    const auto node = static_cast<PeerId>(moves ? random.below(8) : key % 8);
    if (random.chance(0.05)) {
      tables.forget(0, node);
      twin.forget(node);
    } else {
      tables.refer(0, key, node);
      twin.refer(key, node);
    }
    check_alike(tables, twin, limits);
    check_closest(tables, twin, random_key(random), random);
    const auto room = limits.room();
    const double fullness =
        room ? static_cast<double>(twin.size()) / static_cast<double>(*room) : 0;
    REQUIRE(tables.fullness(0) == Approx(fullness));
  }
  CHECK(tables.of(1).empty());
  CHECK(tables.closest(1, 5, [](PeerId) { return true; }) == core::no_peer);
}

void check_all_limits(bool moves, int cases) {
  core::Substream random(moves ? 1 : 2, core::Purpose("test/freenet_tables"));
  const auto some = [&](std::uint64_t most) -> std::optional<std::uint32_t> {
    if (random.chance(0.4)) return {};
    return static_cast<std::uint32_t>(1 + random.below(most));
  };
  for (int i = 0; i < cases; ++i) {
    const TableLimits limits{some(20), some(8), some(5)};
    INFO("case " << i << ": " << limits.references.value_or(0) << ' ' << limits.nodes.value_or(0)
                 << ' ' << limits.references_per_node.value_or(0) << " (0: no limit)");
    check_against_twin(i % 2 == 0 ? Closeness::circle : Closeness::line, limits, moves, random);
  }
}

}  // namespace

TEST_CASE("routing tables are lists in the order of what was said, sorted when somebody asks") {
  check_all_limits(false, 40);
}

TEST_CASE("a routing table keeps its limits also where a key gets another node") {
  check_all_limits(true, 40);
}

TEST_CASE("so it is with many more limits", "[statistics]") {
  check_all_limits(false, 200);
  check_all_limits(true, 200);
}

TEST_CASE("a key that moves to another node makes room for it there") {
  RoutingTables per_node(1, Closeness::line, {{}, {}, 1});
  per_node.refer(0, 10, 1);
  per_node.refer(0, 20, 2);
  per_node.refer(0, 10, 2);
  CHECK(per_node.of(0).size() == 1);
  RoutingTables nodes(1, Closeness::line, {{}, 1, {}});
  nodes.refer(0, 10, 1);
  nodes.refer(0, 20, 1);
  nodes.refer(0, 10, 2);
  CHECK(nodes.rows().neighbours.size() == 1);
}

TEST_CASE("the closest key is on the lower side of two, and around the circle") {
  const auto anybody = [](PeerId) { return true; };
  constexpr Key last = ~Key{0};
  RoutingTables line(1, Closeness::line, {});
  RoutingTables circle(1, Closeness::circle, {});
  for (RoutingTables* tables : {&line, &circle}) {
    tables->refer(0, 10, 1);
    tables->refer(0, 20, 2);
    tables->refer(0, last - 4, 3);
    CHECK(tables->closest(0, 15, anybody) == 1);
    CHECK(tables->closest(0, 16, anybody) == 2);
    CHECK(tables->closest(0, 20, anybody) == 2);
  }
  CHECK(line.closest(0, 2, anybody) == 1);
  CHECK(circle.closest(0, 2, anybody) == 3);  // 7 away, 10 is 8 away
  CHECK(circle.closest(0, 3, anybody) == 1);
  CHECK(line.closest(0, 2, [](PeerId node) { return node == 3; }) == 3);
}

TEST_CASE("failed keys are the last ones noted, until they are cleared or it was too long ago") {
  core::Substream random(3, core::Purpose("test/freenet_tables"));
  std::uint64_t remembered = 0;
  std::uint64_t asked = 0;
  for (int i = 0; i < 100; ++i) {
    const auto most = static_cast<std::uint32_t>(random.below(8));
    const auto span = static_cast<Time>(1 + random.below(200));
    INFO("case " << i << ", most " << most << ", span " << span);
    FailedKeys failed(2, most, span);
    NaiveFailures twin(most, span);
    Time now = 0;
    for (int step = 0; step < 1000; ++step) {
      now += static_cast<Time>(random.below(5));
      // Often the same key again, of which then more hops fail.
      const Key key = random.chance(0.5) ? 0 : random.below(12);
      const auto htl = static_cast<std::uint32_t>(step / 200 + static_cast<int>(key % 3));
      if (random.chance(0.05)) {
        failed.clear(0, key);
        twin.clear(key);
      } else if (random.chance(0.6)) {
        failed.note(now, 0, key, htl);
        twin.note(now, key, htl);
      }
      const Key sought = random.below(12);
      const auto sought_htl = static_cast<std::uint32_t>(random.below(8));
      ++asked;
      remembered += twin.failed_at(now, sought, sought_htl).has_value() ? 1U : 0U;
      REQUIRE(failed.failed_at(now, 0, sought, sought_htl) ==
              twin.failed_at(now, sought, sought_htl));
      REQUIRE_FALSE(failed.failed_at(now, 1, sought, sought_htl).has_value());
    }
  }
  CHECK(remembered > asked / 20);
  CHECK(remembered < asked / 2);
}

TEST_CASE("a key that fails again and again displaces no other one") {
  FailedKeys failed(1, 2, 1000);
  failed.note(0, 0, 1, 5);
  for (Time now = 1; now < 20; ++now) failed.note(now, 0, 2, 5);
  CHECK(failed.failed_at(20, 0, 1, 5).has_value());
  CHECK(failed.failed_at(20, 0, 2, 5).has_value());
}

TEST_CASE("a failure over few hops does not renew an older one over more") {
  FailedKeys failed(1, 10, 100);
  failed.note(0, 0, 1, 5);
  failed.note(90, 0, 1, 2);
  CHECK(failed.failed_at(99, 0, 1, 5).has_value());
  CHECK(failed.failed_at(120, 0, 1, 2).has_value());
  CHECK_FALSE(failed.failed_at(120, 0, 1, 5).has_value());
}

TEST_CASE("the parts of data are all of it, none is too large, and their numbers fit") {
  core::Substream random(4, core::Purpose("test/freenet_tables"));
  const std::vector<std::uint64_t> given = {0,     1,         2,         99,         100,
                                            101,   65'535,    65'536,    6'553'400,  6'553'500,
                                            1'000, 6'553'501, 9'999'999, 1ULL << 40U};
  for (std::size_t i = 0; i < 300; ++i) {
    const std::uint64_t bytes = i < given.size() ? given[i] : random.below(20'000'000);
    const std::uint64_t part_bytes = i < given.size() ? 100 : 1 + random.below(70'000);
    INFO(bytes << " bytes in parts of " << part_bytes);
    const PartsOfData parts(bytes, part_bytes);
    REQUIRE(parts.count() >= 1);
    REQUIRE(parts.count() <= 65'535);
    std::uint64_t data_bytes = 0;
    std::uint64_t control_bytes = 0;
    for (std::uint32_t part = 0; part < parts.count(); ++part) {
      data_bytes += parts.data_bytes(part);
      control_bytes += parts.control_bytes(part);
      if (bytes > 0) REQUIRE(parts.data_bytes(part) > 0);
      if (bytes <= 65'535 * part_bytes) REQUIRE(parts.data_bytes(part) <= part_bytes);
      if (part > 0) REQUIRE(parts.data_bytes(part) <= parts.data_bytes(part - 1));
    }
    REQUIRE(data_bytes == bytes);
    REQUIRE(control_bytes == 21 * (parts.count() - 1) + 1);
    if (bytes > 0 && bytes <= 65'535 * part_bytes) {
      REQUIRE(parts.count() == (bytes + part_bytes - 1) / part_bytes);
    }
  }
}

}  // namespace freenet_tables_test
