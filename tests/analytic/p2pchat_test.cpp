// The chat of the guide: two lines per connection and message, and lines lost to their twins.
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace p2pchat_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

/// A file of queries that goes when it is no longer needed.
class Trace {
 public:
  explicit Trace(const std::string& rows)
      : file_(std::filesystem::temp_directory_path() /
              ("rippletank_p2pchat_test_" + std::to_string(getpid()) + ".csv")) {
    std::ofstream(file_) << "time_s,origin,item\n" << rows;
  }
  ~Trace() {
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
  }
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

  std::string file() const { return file_.string(); }

 private:
  std::filesystem::path file_;
};

/// Lines of a chat among peers in a ring, and what became of each.
std::vector<measure::QueryRecord> chat(const std::string& rows, const Json& parameters = {}) {
  const Trace trace(rows);
  Json protocol = {{"model", "p2pchat"}, {"poll_interval_ms", 0}};
  if (parameters.is_object()) protocol.update(parameters);
  Json scenario = overlay_scenario({{"model", "ring"}, {"nodes", 6}}, protocol, 10);
  scenario["queries"] = {{"model", "trace"}, {"file", trace.file()}};
  return play(scenario).measures.queries;
}

constexpr std::uint64_t connections = 6;

}  // namespace

TEST_CASE("a line costs two transmissions per connection") {
  for (const measure::QueryRecord& line : chat("0,0,hello\n5,3,hello\n9,0,bye\n12,1,\n13,1,\n")) {
    CHECK(line.reach == 5);
    CHECK(line.messages == 2 * connections);
    CHECK(line.duplicates == 2 * connections - 5);
    CHECK(line.bytes == 2 * connections * 62);  // 60 and CR LF
  }
}

TEST_CASE("the same text from the same peer within one second of the clock is lost") {
  const auto lines = chat("7.1,2,hello\n7.9,2,hello\n8,2,hello\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].reach == 5);
  CHECK(lines[1].reach == 0);
  CHECK(lines[1].messages == 2);  // its writer sends it; both neighbours take it for an echo
  CHECK(lines[1].duplicates == 2);
  CHECK_FALSE(lines[1].last_reach);
  CHECK(lines[2].reach == 5);
}

TEST_CASE("other peers, other texts and other seconds are other lines") {
  for (const auto& line :
       chat("7.1,2,hello\n7.2,3,hello\n7.3,2,bye\n7.4,2,\n7.5,2,\n8.1,2,hello\n")) {
    CHECK(line.reach == 5);
  }
}

TEST_CASE("how long two lines are the same is the resolution of the clock") {
  const std::string rows = "0.2,0,x\n0.6,0,x\n1.6,0,x\n2.4,0,x\n";
  const auto reach = [&](double resolution_s) {
    std::vector<std::uint64_t> all;
    for (const auto& line : chat(rows, {{"clock_resolution_s", resolution_s}})) {
      all.push_back(line.reach);
    }
    return all;
  };
  CHECK(reach(0.5) == std::vector<std::uint64_t>{5, 5, 5, 5});
  CHECK(reach(1) == std::vector<std::uint64_t>{5, 0, 5, 5});
  CHECK(reach(2) == std::vector<std::uint64_t>{5, 0, 0, 5});
  CHECK(reach(60) == std::vector<std::uint64_t>{5, 0, 0, 0});
}

TEST_CASE("a line that overtakes its twin is taken for it where it comes first") {
  // The twin follows at once: each of the neighbours has seen the first copy when it arrives,
  // but the first line is still on its way to the others, which must count it, not the twin.
  const auto lines = chat("0,0,hello\n0,0,hello\n");
  CHECK(lines[0].reach == 5);
  CHECK(lines[1].reach == 0);
  CHECK(lines[1].messages == 2);
}

TEST_CASE("a client reads at its next poll: its socket adds at most one interval per hop") {
  const Json bus = {{"model", "bus"}, {"nodes", 30}};
  const auto last_reach = [&](double poll_interval_ms, const std::string& origin) {
    const Json protocol = {{"model", "p2pchat"}, {"poll_interval_ms", poll_interval_ms}};
    return *play(overlay_scenario(bus, protocol, 10, {origin})).measures.queries.front().last_reach;
  };
  const core::Time travel = 29 * 10 * core::millisecond;
  CHECK(last_reach(0, "0") == travel);
  // Towards smaller ids, that is towards servers, nobody polls.
  CHECK(last_reach(100, "29") == travel);
  // Towards clients each hop waits for a poll: on the average half an interval.
  const core::Time polled = last_reach(100, "0");
  CHECK(polled > travel);
  CHECK(polled < travel + 29 * 100 * core::millisecond);
  // 29 waits, uniform on 0 … 100 ms as the phases are random: 1450 ± 5 · √(29 / 12) · 100 ms.
  CHECK(std::abs(core::to_milliseconds(polled - travel) - 1450) < 5 * std::sqrt(29 / 12.0) * 100);
}

}  // namespace p2pchat_test
