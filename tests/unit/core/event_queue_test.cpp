// The bucketed event queue against a heap with insertion numbers: the order must be the same.
#include "sim/core/event_queue.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace event_queue_test {

namespace core = rippletank::core;

namespace {

using core::Substream;
using core::Time;

/// An event is its time and the number of its insertion, so that equal events do not exist.
using Numbered = std::pair<Time, std::uint64_t>;

/// The slow, obvious twin: the smallest (time, insertion) of a heap.
class Twin {
 public:
  void push(Time time, std::uint64_t number) { heap_.emplace(time, number); }
  Time next_time() const { return heap_.empty() ? core::never : heap_.top().first; }
  std::size_t size() const { return heap_.size(); }
  Numbered pop() {
    const Numbered next = heap_.top();
    heap_.pop();
    return next;
  }
  std::vector<Numbered> all() const {
    std::vector<Numbered> left;
    for (auto copy = heap_; !copy.empty(); copy.pop()) left.push_back(copy.top());
    return left;
  }

 private:
  std::priority_queue<Numbered, std::vector<Numbered>, std::greater<>> heap_;
};

/// Both queues side by side; every answer of one is held against the other's.
class Pair {
 public:
  explicit Pair(Time delay_span) : queue_(delay_span) {}

  void push(Time time) {
    queue_.push(time, pushed_);
    twin_.push(time, pushed_);
    ++pushed_;
  }

  /// Takes one event from each; false as soon as they differ in anything.
  bool pop() {
    if (queue_.size() != twin_.size() || queue_.next_time() != twin_.next_time()) return false;
    return pop_without_asking();
  }

  /// The same without asking for the time first, as that may open a span.
  bool pop_without_asking() {
    const auto event = queue_.pop();
    const Numbered expected = twin_.pop();
    now_ = expected.first;
    return Numbered{event.time, event.payload} == expected;
  }

  bool same_rest() const {
    std::vector<Numbered> rest;
    queue_.for_each([&](Time time, std::uint64_t number) { rest.emplace_back(time, number); });
    std::sort(rest.begin(), rest.end());
    return rest == twin_.all() && queue_.size() == rest.size();
  }

  /// What peek() shows must be in the queue.
  bool peek_is_true(std::size_t distance) const {
    const std::uint64_t* shown = queue_.peek(distance);
    if (shown == nullptr) return true;
    bool found = false;
    queue_.for_each([&](Time, std::uint64_t number) { found |= number == *shown; });
    return found;
  }

  bool empty() const { return twin_.size() == 0 && queue_.empty(); }
  std::size_t size() const { return twin_.size(); }
  bool same_next_time() { return queue_.next_time() == twin_.next_time(); }
  Time now() const { return now_; }

 private:
  core::EventQueue<std::uint64_t> queue_;
  Twin twin_;
  std::uint64_t pushed_ = 0;
  Time now_ = 0;
};

/// How far ahead of the present an event is inserted.
struct Delays {
  const char* name;
  Time (*draw)(Substream& stream, Time span);
};

Time up_to(Substream& stream, Time most) {
  return static_cast<Time>(stream.below(static_cast<std::uint64_t>(most) + 1));
}

Time heavy_tailed(Substream& stream, Time) {
  return static_cast<Time>(stream.next() >> (14 + stream.below(50)));  // 2^0 … 2^50 ns
}

Time huge_jumps(Substream& stream, Time span) {
  return stream.below(50) == 0 ? up_to(stream, Time{1} << 52) : up_to(stream, span);
}

const std::vector<Delays>& all_delays() {
  static const std::vector<Delays> all = {
      {"uniform", up_to},
      {"constant", [](Substream&, Time span) { return span; }},
      {"zero", [](Substream&, Time) { return Time{0}; }},
      {"two values", [](Substream& s, Time span) { return s.below(2) == 0 ? span / 3 : span; }},
      {"quarters of the span",
       [](Substream& s, Time span) { return static_cast<Time>(s.below(5)) * (span / 4); }},
      {"bunched", [](Substream& s, Time span) { return span / 2 + up_to(s, 2); }},
      {"bunched, few far",
       [](Substream& s, Time span) {
         return s.below(100) == 0 ? up_to(s, span) : span / 2 + up_to(s, span / 4096);
       }},
      {"within the span being left", [](Substream& s, Time span) { return up_to(s, span / 256); }},
      {"around the ring's end",
       [](Substream& s, Time span) { return span * 4 + up_to(s, span * 5); }},
      {"heavy tailed", heavy_tailed},
      {"huge jumps", huge_jumps},
      {"all beyond the ring", [](Substream& s, Time span) { return span * 9 + up_to(s, span); }},
      {"anything",
       [](Substream& s, Time span) {
         const auto& others = all_delays();
         return others[s.below(others.size() - 1)].draw(s, span);
       }},
  };
  return all;
}

/// From a nanosecond, by way of the ring's internal sizes, to an hour and to months.
const std::vector<Time> spans = {1,
                                 2,
                                 3,
                                 255,
                                 256,
                                 257,
                                 1'000,
                                 65'536,
                                 1'000'000,
                                 50'000'000,
                                 core::second,
                                 3600 * core::second,
                                 Time{1} << 50};

std::string where(const Delays& delays, Time span) {
  return std::string(delays.name) + ", span " + std::to_string(span) + " ns";
}

template <class Play>
void for_all(Play play) {
  std::uint64_t entity = 0;
  for (const Delays& delays : all_delays()) {
    for (const Time span : spans) {
      Substream stream(7, "event_queue_test", entity++);
      INFO(where(delays, span));
      REQUIRE(play(delays, span, stream));
    }
  }
}

}  // namespace

TEST_CASE("events leave in the order of (time, insertion): one in, one out") {
  for_all([](const Delays& delays, Time span, Substream& stream) {
    Pair pair(span);
    for (int i = 0; i < 300; ++i) pair.push(delays.draw(stream, span));
    for (int i = 0; i < 3000; ++i) {
      if (!pair.pop()) return false;
      pair.push(pair.now() + delays.draw(stream, span));
    }
    while (!pair.empty()) {
      if (!pair.pop()) return false;
    }
    return pair.same_next_time();
  });
}

TEST_CASE("events leave in the order of (time, insertion): bursts, then drained", "[statistics]") {
  for_all([](const Delays& delays, Time span, Substream& stream) {
    Pair pair(span);
    for (int burst = 0; burst < 6; ++burst) {
      const std::uint64_t count = 1 + stream.below(4000);
      const Time start = pair.now();
      for (std::uint64_t i = 0; i < count; ++i) pair.push(start + delays.draw(stream, span));
      if (!pair.same_rest()) return false;
      while (!pair.empty()) {
        if (!pair.pop_without_asking()) return false;
      }
    }
    return pair.same_rest();
  });
}

TEST_CASE("events leave in the order of (time, insertion): floods, each event causing some") {
  for_all([](const Delays& delays, Time span, Substream& stream) {
    Pair pair(span);
    int budget = 5000;
    pair.push(0);
    while (!pair.empty()) {
      if (!pair.pop()) return false;
      for (std::uint64_t i = stream.below(6); i > 0 && budget > 0; --i, --budget) {
        pair.push(pair.now() + delays.draw(stream, span));
      }
      if (pair.empty() && budget > 0) pair.push(pair.now() + delays.draw(stream, span));
    }
    return true;
  });
}

TEST_CASE("events leave in the order of (time, insertion): pushes, pops and looks at random",
          "[statistics]") {
  for_all([](const Delays& delays, Time span, Substream& stream) {
    Pair pair(span);
    for (int i = 0; i < 3000; ++i) {
      const std::uint64_t what = stream.below(100);
      if (what < 50) {
        pair.push(pair.now() + delays.draw(stream, span));
      } else if (what < 90) {
        if (!pair.empty() && !pair.pop_without_asking()) return false;
      } else if (what < 98) {
        if (!pair.same_next_time()) return false;
      } else if (!pair.same_rest() || !pair.peek_is_true(stream.below(20))) {
        return false;
      }
    }
    return pair.same_rest();
  });
}

TEST_CASE("looking at the next event does not forbid earlier ones that are not yet past") {
  // A query that starts before the next message pushes between the present and that message.
  for_all([](const Delays& delays, Time span, Substream& stream) {
    Pair pair(span);
    for (int i = 0; i < 1000; ++i) {
      pair.push(pair.now() + delays.draw(stream, span));
      pair.push(pair.now() + delays.draw(stream, span));
      if (!pair.same_next_time()) return false;
      pair.push(pair.now() + delays.draw(stream, span) / 3);
      pair.push(pair.now());
      for (std::uint64_t pops = stream.below(7); pops > 0 && !pair.empty(); --pops) {
        if (!pair.pop()) return false;
      }
    }
    return pair.same_rest();
  });
}

TEST_CASE("times that fall keep their order, whatever sorts them") {
  // Falling times within one span are the worst case of an insertion sort.
  for (const Time span : spans) {
    INFO("span " << span << " ns");
    Pair pair(span);
    const Time base = span * 2;
    for (Time i = 5000; i > 0; --i) pair.push(base + i / 3);
    for (Time i = 0; i < 3000; ++i) pair.push(base + (i * 7919) % 1021);
    bool same = pair.same_rest();
    while (same && !pair.empty()) same = pair.pop();
    REQUIRE(same);
  }
}

TEST_CASE("times reach to the end of virtual time") {
  core::EventQueue<int> queue(core::millisecond);
  queue.push(core::never - 1, 2);
  queue.push(core::never - 2, 1);
  queue.push(0, 0);
  CHECK(queue.next_time() == 0);
  for (int i = 0; i < 3; ++i) CHECK(queue.pop().payload == i);
  CHECK(queue.next_time() == core::never);
  CHECK(queue.empty());
}

TEST_CASE("an event that was taken stays as it is, whatever is pushed") {
  auto push_everywhere = [pushed = 0](core::EventQueue<int>& queue, Time now) mutable {
    for (int i = 0; i < 1000; ++i) {
      const int number = --pushed;                      // -1, -2, …
      queue.push(now, number);                          // into the span being left
      queue.push(now + i * core::millisecond, number);  // into the ring
      queue.push(now + i * core::second, number);       // beyond it
    }
  };
  core::EventQueue<int> queue(10 * core::millisecond);
  for (int i = 0; i < 100; ++i) queue.push(core::second + i, i);
  const core::Event<int>& sorted = queue.pop();
  push_everywhere(queue, core::second);
  CHECK(sorted.time == core::second);
  CHECK(sorted.payload == 0);
  const core::Event<int>& late = queue.pop();
  push_everywhere(queue, core::second);
  CHECK(late.time == core::second);
  CHECK(late.payload == -1);
}

namespace {

/// Whether a call ends its process by abort(), tried in a process of its own.
template <class Call>
bool aborts(Call call) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(2);
    call();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

}  // namespace

TEST_CASE("an event for the past and one from an empty queue stop the program") {
  const auto after_popping = [](Time push_time) {
    core::EventQueue<int> queue(core::second);
    for (const Time time : {1000, 1000, 2000, 3000}) queue.push(time, 0);
    for (int i = 0; i < 3; ++i) queue.pop();
    queue.push(push_time, 0);
  };
  CHECK_FALSE(aborts([&] { after_popping(2000); }));
  CHECK(aborts([&] { after_popping(1999); }));
  CHECK(aborts([&] { after_popping(0); }));
  CHECK(aborts([&] { after_popping(-1); }));
  CHECK(aborts([] { core::EventQueue<int>(1).pop(); }));
}

}  // namespace event_queue_test
