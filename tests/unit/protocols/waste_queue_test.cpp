// What waits for a link of WASTE: who is overtaken, and who is dropped.
#include <deque>

#include "sim/protocols/waste/send_queue.hpp"
#include "tests/unit/protocols/waste_played.hpp"

namespace waste_queue_test {

using namespace rippletank;
using namespace rippletank::tests::waste;
using protocols::waste::Copy;
using protocols::waste::SendQueue;

namespace {

Copy copy_of(std::uint32_t packet, std::uint8_t urgency) { return {packet, 1, 6, urgency}; }

std::vector<std::uint32_t> waiting(SendQueue queue) {
  std::vector<std::uint32_t> packets;
  while (!queue.empty()) packets.push_back(queue.take_front().packet);
  return packets;
}

}  // namespace

TEST_CASE("the more urgent goes first, and of equals who came first") {
  SendQueue queue(4);
  CHECK_FALSE(queue.put(copy_of(1, 64)));
  CHECK_FALSE(queue.put(copy_of(2, 110)));
  CHECK_FALSE(queue.put(copy_of(3, 64)));
  CHECK_FALSE(queue.put(copy_of(4, 4)));
  CHECK(waiting(queue) == std::vector<std::uint32_t>{4, 1, 3, 2});
}

TEST_CASE("a full queue drops the least urgent, youngest one, if the new one is more urgent") {
  SendQueue queue(3);
  queue.put(copy_of(1, 64));
  queue.put(copy_of(2, 110));
  queue.put(copy_of(3, 110));
  const auto less = queue.put(copy_of(4, 110));  // no more urgent than the last
  REQUIRE(less);
  CHECK(less->packet == 4);
  const auto more = queue.put(copy_of(5, 109));
  REQUIRE(more);
  CHECK(more->packet == 3);
  CHECK(waiting(queue) == std::vector<std::uint32_t>{1, 5, 2});
}

TEST_CASE("what has begun to leave is overtaken by nothing") {
  SendQueue queue(3);
  queue.put(copy_of(1, 110));
  queue.note_front_gone(8);
  queue.put(copy_of(2, 4));
  queue.put(copy_of(3, 54));
  CHECK(waiting(queue) == std::vector<std::uint32_t>{1, 2, 3});
  SendQueue full(1);
  full.put(copy_of(1, 110));
  full.note_front_gone(8);
  const auto refused = full.put(copy_of(2, 4));
  REQUIRE(refused);
  CHECK(refused->packet == 2);
}

TEST_CASE("a queue does what its slow twin does") {
  core::Substream chance(1, "waste_queue_test");
  for (int i = 0; i < 300; ++i) {
    const auto most = static_cast<std::uint32_t>(1 + chance.below(6));
    SendQueue queue(most);
    std::deque<Copy> twin;
    bool is_leaving = false;
    for (std::uint32_t packet = 0; packet < 60; ++packet) {
      if (!twin.empty() && chance.chance(0.3)) {
        REQUIRE(queue.take_front().packet == twin.front().packet);
        twin.pop_front();
        is_leaving = false;
      }
      if (!twin.empty() && chance.chance(0.2)) {
        queue.note_front_gone(8);
        is_leaving = true;
      }
      const Copy copy = copy_of(packet, static_cast<std::uint8_t>(chance.below(4)));
      // Put in, sorted but for one that is leaving, cut off.
      std::size_t place = twin.size();
      while (place > (is_leaving ? 1U : 0U) && twin[place - 1].urgency > copy.urgency) --place;
      twin.insert(twin.begin() + static_cast<std::ptrdiff_t>(place), copy);
      std::optional<std::uint32_t> refused;
      if (twin.size() > most) {
        refused = twin.back().packet;
        twin.pop_back();
      }
      const auto dropped = queue.put(copy);
      REQUIRE(dropped.has_value() == refused.has_value());
      if (refused) REQUIRE(dropped->packet == *refused);
      REQUIRE(queue.size() == twin.size());
    }
  }
}

TEST_CASE("under overload searches get through, and what is less urgent does not") {
  Script script;
  script.peers = 2;
  script.connections = line(2);
  script.parameters.paced = true;
  script.parameters.send_ahead_bytes = 1;  // the line takes one after the other
  script.parameters.queue_messages = 2;
  script.speeds_kbit_s = {8, 8};  // 1000 bytes a second
  script.holders = {{1}, {}};
  const Time at = 20 * core::second;
  // The answer starts a download, whose request finds a line that is busy with one search, and two
  // that wait: it is dropped.
  script.queries = {fetch(at, 0, 0)};
  const Time answer = at + delay + 56 * core::millisecond + delay + 120 * core::millisecond;
  for (int i = 0; i < 5; ++i) script.queries.push_back(ask(answer - 1, 0, 1));
  script.horizon = at + 10 * core::second;
  const Played played = play(script);
  CHECK(played.query(0).download_begun);
  for (std::size_t number : {1U, 2U, 3U}) CHECK(played.query(number).messages == 1);
  for (std::size_t number : {4U, 5U}) CHECK(played.query(number).messages == 0);
  CHECK(played.messages("search") == 4);
  CHECK(played.messages("file_request") == 0);
  CHECK(played.figure("queue_overflows_searches") == 2);
  CHECK(played.figure("queue_overflows_files") == 1);
  CHECK(played.figure("queue_overflows") == 3);

  // The other way round the request waits, and makes room for a search that comes later.
  script.queries.resize(1);
  script.queries.push_back(ask(answer - 1, 0, 1));
  for (int i = 0; i < 2; ++i) script.queries.push_back(ask(answer + 1, 0, 1));
  const Played later = play(script);
  CHECK(later.messages("search") == 4);
  CHECK(later.messages("file_request") == 0);
  CHECK(later.figure("queue_overflows_files") == 1);
  CHECK(later.figure("queue_overflows_searches") == 0);
}

}  // namespace waste_queue_test
