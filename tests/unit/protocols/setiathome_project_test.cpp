// The units of a volunteer project by hand, and against a twin that replays the story of each.
#include "sim/protocols/setiathome/project.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace setiathome_project_test {

namespace core = rippletank::core;
namespace protocols = rippletank::protocols;

namespace {

using core::PeerId;
using core::Time;
using protocols::CopyId;
using protocols::Project;

constexpr Time hour = 3600 * core::second;

protocols::ProjectSettings settings_of(std::uint32_t units, std::uint32_t replication,
                                       std::uint32_t quorum, std::uint32_t copies_max) {
  protocols::ProjectSettings settings;
  settings.units = units;
  settings.replication = replication;
  settings.quorum = quorum;
  settings.copies_max = copies_max;
  settings.deadline = 100 * hour;
  settings.compute_h = core::Distribution(core::Constant{10});
  return settings;
}

/// A host asks for one unit; which copy it gets.
std::optional<CopyId> ask(Project& project, Time now, PeerId host) {
  const Project::Batch batch = project.assign(now, {host, 1, 1, 0});
  REQUIRE((batch.empty() || batch.end == batch.first + 1));
  if (batch.empty()) return {};
  return batch.first;
}

}  // namespace

TEST_CASE("a unit is complete when enough of its results agree") {
  Project project(settings_of(1, 2, 2, 10), 1);
  const auto first = ask(project, 0, 1);
  const auto second = ask(project, 0, 2);
  CHECK_FALSE(ask(project, 0, 3));  // nobody needs a third
  project.take_result(10 * hour, *first, true);
  CHECK_FALSE(ask(project, 10 * hour, 3));
  project.take_result(11 * hour, *second, false);  // they differ: a third decides
  CHECK(project.undecided() == 2);
  CHECK_FALSE(ask(project, 11 * hour, 2));  // but not at a host that had one
  const auto third = ask(project, 12 * hour, 3);
  CHECK_FALSE(project.is_finished(12 * hour));
  project.take_result(30 * hour, *third, true);
  CHECK(project.is_finished(30 * hour));
  CHECK(project.count().completed == 1);
  CHECK(project.count().valid == 2);
  CHECK(project.count().invalid == 1);
  CHECK(project.count().reissued == 1);
  CHECK(project.count().wrong == 0);
  CHECK(project.count().turnaround_ns == static_cast<double>(30 * hour));
  CHECK(project.count().wasted_ns == static_cast<double>(10 * hour));
  CHECK(project.census(30 * hour).completed == 1);
}

TEST_CASE("wrong results never agree, so a unit of liars is given up") {
  Project project(settings_of(1, 2, 2, 4), 1);
  for (PeerId host = 1; host <= 4; ++host) {
    const auto copy = ask(project, host * hour, host);
    REQUIRE(copy);
    project.take_result(host * hour + 1, *copy, false);
  }
  CHECK_FALSE(ask(project, 9 * hour, 9));
  CHECK(project.count().given_up == 1);
  CHECK(project.count().invalid == 4);
  CHECK(project.is_finished(9 * hour));
}

TEST_CASE("with a quorum of one a wrong result is believed") {
  Project project(settings_of(1, 1, 1, 4), 1);
  project.take_result(hour, *ask(project, 0, 1), false);
  CHECK(project.count().completed == 1);
  CHECK(project.count().wrong == 1);
  CHECK(project.count().valid == 1);
}

TEST_CASE("a copy whose deadline passes is sent to another, and comes back too late") {
  Project project(settings_of(1, 1, 1, 4), 1);
  const auto lost = ask(project, 0, 1);
  CHECK_FALSE(ask(project, 100 * hour, 2));  // at the deadline it may still come
  const auto again = ask(project, 100 * hour + 1, 2);
  REQUIRE(again);
  project.take_result(101 * hour, *lost, true);
  CHECK(project.count().late == 1);
  CHECK(project.count().completed == 0);
  project.take_result(110 * hour, *again, true);
  CHECK(project.count().expired == 1);
  CHECK(project.count().reissued == 1);
  CHECK(project.count().completed == 1);
  CHECK(project.census(110 * hour).completed == 1);
}

TEST_CASE("a result that comes when its unit is decided is redundant") {
  Project project(settings_of(1, 3, 2, 4), 1);
  std::vector<CopyId> copies;
  for (PeerId host = 1; host <= 3; ++host) copies.push_back(*ask(project, 0, host));
  for (const CopyId copy : copies) project.take_result(hour, copy, true);
  CHECK(project.count().valid == 2);
  CHECK(project.count().redundant == 1);
}

TEST_CASE("a host gets what it asks for, as far as its deadline allows") {
  protocols::ProjectSettings settings = settings_of(100, 1, 1, 4);
  Project project(settings, 1);
  CHECK(project.assign(0, {1, 1, 35 * hour, 0}).end == 4);         // 4 x 10 h fill 35 h
  CHECK(project.assign(0, {2, 1, 1000 * hour, 0}).end == 4 + 10);  // 10 x 10 h until the deadline
  CHECK(project.assign(0, {3, 1, 1000 * hour, 85 * hour}).end == 14 + 1);
  CHECK(project.assign(0, {4, 1, hour, 91 * hour}).empty());
  CHECK(project.assign(0, {5, 2, 20 * hour, 0}).end == 15 + 4);  // twice as fast: 5 h each
  CHECK(project.assign(0, {6, 0.01, hour, 0}).empty());
  settings.compute_h = core::Distribution(core::Uniform{5, 15});
  Project varied(settings, 1);
  const Project::Batch one = varied.assign(0, {1, 1, 1, 0});
  CHECK(varied.computing(one.first) >= 5 * hour);
  CHECK(varied.computing(one.first) <= 15 * hour);
}

namespace {

/// The same project as lists of what happened to each unit; every question is answered from them.
class Twin {
 public:
  struct Sent {
    PeerId host = 0;
    Time sent = 0;
    std::optional<Time> returned;
    bool right = false;
  };
  struct Story {
    enum State { open, completed, given_up } state = open;
    std::uint32_t lacking = 0;
    std::uint32_t out = 0;
    std::uint64_t valid = 0, invalid = 0, redundant = 0, late = 0, undecided = 0, expired = 0;
  };

  explicit Twin(const protocols::ProjectSettings& settings) : settings_(settings) {}

  /// Which unit a host gets that asks for one.
  std::optional<std::uint32_t> next_for(Time now, PeerId host) const {
    for (std::uint32_t unit = 0; unit < *settings_.units; ++unit) {
      const auto& copies = units_[unit];
      const bool had_one = std::any_of(copies.begin(), copies.end(),
                                       [&](const Sent& copy) { return copy.host == host; });
      if (!had_one && story(unit, now).lacking > 0) return unit;
    }
    return {};
  }
  void send(Time now, std::uint32_t unit, PeerId host) {
    units_[unit].push_back({host, now, {}, false});
  }
  void take(Time now, std::uint32_t unit, PeerId host, bool right) {
    for (Sent& copy : units_[unit]) {
      if (copy.host == host) copy.returned = now, copy.right = right;
    }
  }

  /// Plays everything that happened to a unit again.
  Story story(std::uint32_t unit, Time now) const {
    enum What { sending, result, expiry };
    std::vector<std::tuple<Time, What, std::size_t>> events;
    const auto& copies = units_[unit];
    for (std::size_t i = 0; i < copies.size(); ++i) {
      const Time deadline = copies[i].sent + settings_.deadline;
      events.emplace_back(copies[i].sent, sending, i);
      if (copies[i].returned) events.emplace_back(*copies[i].returned, result, i);
      const bool in_time = copies[i].returned && *copies[i].returned <= deadline;
      if (!in_time && deadline < now) events.emplace_back(deadline, expiry, i);
    }
    std::sort(events.begin(), events.end());
    Story told;
    std::uint32_t issued = 0, right = 0, wrong = 0;
    for (const auto& [time, what, i] : events) {
      if (what == sending) ++issued, ++told.out;
      if (what == expiry) --told.out, ++told.expired;
      if (what == result) {
        if (time > copies[i].sent + settings_.deadline) {
          ++told.late;
          continue;
        }
        --told.out;
        if (told.state != Story::open) {
          ++told.redundant;
          continue;
        }
        ++(copies[i].right ? right : wrong);
      }
      if (told.state != Story::open) continue;
      told.lacking = lacking(issued, told.out, right, wrong);
      if (what == sending) continue;
      if (right >= settings_.quorum) {
        told.state = Story::completed;
        told.valid = right;
        told.invalid = wrong;
      } else if (told.out == 0 && told.lacking == 0) {
        told.state = Story::given_up;
        told.invalid = right + wrong;
      }
      if (told.state != Story::open) told.lacking = 0;
    }
    if (events.empty()) told.lacking = lacking(0, 0, 0, 0);
    if (told.state == Story::open) told.undecided = right + wrong;
    return told;
  }

 private:
  /// Copies are sent one by one until the first ones are out and a quorum could still come.
  std::uint32_t lacking(std::uint32_t issued, std::uint32_t out, std::uint32_t right,
                        std::uint32_t wrong) const {
    const std::uint32_t agree = right > 0 ? right : (wrong > 0 ? 1 : 0);
    std::uint32_t more = 0;
    while (issued + more < settings_.copies_max &&
           (issued + more < settings_.replication || agree + out + more < settings_.quorum)) {
      ++more;
    }
    return more;
  }

  protocols::ProjectSettings settings_;
  std::map<std::uint32_t, std::vector<Sent>> mutable units_;
};

/// Hosts ask, return what they have, late too, or never; after each step both must agree.
std::uint64_t play_both(std::uint64_t seed) {
  core::Substream random(seed, core::Purpose("test/project"));
  const auto quorum = static_cast<std::uint32_t>(2 + random.below(2));
  const auto replication = static_cast<std::uint32_t>(1 + random.below(4));
  const auto copies_max = static_cast<std::uint32_t>(4 + random.below(3));
  const protocols::ProjectSettings settings = settings_of(6, replication, quorum, copies_max);
  Project project(settings, seed);
  Twin twin(settings);
  std::vector<CopyId> held;
  Time now = 0;
  for (int step = 0; step < 120; ++step) {
    now += static_cast<Time>(1 + random.below(20)) * hour + 1;
    if (random.below(2) == 0) {
      const auto host = static_cast<PeerId>(1 + random.below(9));
      const auto expected = twin.next_for(now, host);
      const auto copy = ask(project, now, host);
      REQUIRE(copy.has_value() == expected.has_value());
      if (!copy) continue;
      REQUIRE(project.unit(*copy) == *expected);
      REQUIRE(project.host(*copy) == host);
      twin.send(now, *expected, host);
      held.push_back(*copy);
    } else if (!held.empty()) {
      const auto chosen = static_cast<std::ptrdiff_t>(random.below(held.size()));
      const CopyId copy = held[static_cast<std::size_t>(chosen)];
      held.erase(held.begin() + chosen);
      if (random.below(5) == 0) continue;  // it never comes back
      const bool right = random.below(3) > 0;
      project.take_result(now, copy, right);
      twin.take(now, project.unit(copy), project.host(copy), right);
    }
    Twin::Story all;
    Project::Census expected;
    for (std::uint32_t unit = 0; unit < 6; ++unit) {
      const Twin::Story told = twin.story(unit, now);
      all.valid += told.valid, all.invalid += told.invalid, all.redundant += told.redundant;
      all.late += told.late, all.undecided += told.undecided, all.expired += told.expired;
      if (told.state == Twin::Story::completed) ++expected.completed;
      if (told.state == Twin::Story::given_up) ++expected.given_up;
      if (told.state == Twin::Story::open) ++(told.out > 0 ? expected.out : expected.waiting);
    }
    const Project::Census census = project.census(now);
    REQUIRE(census.completed == expected.completed);
    REQUIRE(census.given_up == expected.given_up);
    REQUIRE(census.out == expected.out);
    REQUIRE(census.waiting == expected.waiting);
    REQUIRE(project.count().valid == all.valid);
    REQUIRE(project.count().invalid == all.invalid);
    REQUIRE(project.count().redundant == all.redundant);
    REQUIRE(project.count().late == all.late);
    REQUIRE(project.count().expired == all.expired);
    REQUIRE(project.undecided() == all.undecided);
  }
  return project.count().completed + project.count().given_up;
}

}  // namespace

TEST_CASE("a project keeps its units like a twin that replays the story of each") {
  std::uint64_t decided = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) decided += play_both(seed);
  CHECK(decided > 300);
}

}  // namespace setiathome_project_test
