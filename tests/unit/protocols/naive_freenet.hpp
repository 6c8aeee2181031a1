// Freenet as one writes it first: every question has a deadline, every message says all it means.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "sim/core/pinned_math.hpp"
#include "sim/core/random.hpp"
#include "sim/core/share.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/request_record.hpp"
#include "sim/overlay/presence.hpp"
#include "sim/overlay/query.hpp"
#include "sim/protocols/freenet/keys.hpp"
#include "sim/protocols/freenet/parameters.hpp"
#include "sim/protocols/freenet/publishings.hpp"
#include "tests/unit/protocols/naive_freenet_memory.hpp"

namespace rippletank::tests {

namespace fn = protocols::freenet;

/// What is played, by the twin as by the product.
struct FreenetScript {
  overlay::Connections connections;
  fn::Parameters parameters;
  std::vector<std::set<core::PeerId>> holders = {};  ///< [item]; empty: there is no content
  std::vector<std::uint64_t> sizes_bytes = {};       ///< [item]
  std::vector<overlay::Query> queries = {};
  std::vector<overlay::PresenceChange> changes = {};
  core::Time horizon = core::never;
  core::Time warm_up = 0;
  std::uint64_t seed = 1;
  std::vector<std::vector<core::Time>> delays = {};  ///< [from][to]
  std::uint64_t longest_gap_ns = 1;  ///< between two messages from one peer to another

  core::PeerId peers() const { return connections.peers(); }
};

/// Wires on which messages from one peer to another follow each other, each some while after the
/// one before. No two such whiles are alike, or an answer that is due to the patience of a peer
/// would arrive at the very moment at which the one that asked it loses its own: it is nobody's
/// rule what then comes first.
class FreenetWires {
 public:
  explicit FreenetWires(const FreenetScript& script) : script_(script) {}

  core::Time arrival_between(core::PeerId from, core::PeerId to, core::Time now) const {
    const std::uint64_t pair = std::uint64_t{from} << 32U | to;
    auto& [free_from, sent] = ways_[pair];
    const std::uint64_t random = core::hash64(core::hash64(pair) + ++sent);
    const auto gap = static_cast<core::Time>(random % script_.longest_gap_ns);
    free_from = std::max(now, free_from) + gap;
    return free_from + script_.delays[from][to];
  }
  core::Time longest_delay() const { return core::second; }  // most are far shorter
  void prefetch(core::Slot) const {}

 private:
  const FreenetScript& script_;
  mutable std::map<std::uint64_t, std::pair<core::Time, std::uint64_t>> ways_;
};

/// The slow twin. Messages carry the whole of what they tell, as closures; a peer that waits has a
/// deadline of its own.
class NaiveFreenet {
 public:
  using PeerId = core::PeerId;
  using ItemId = core::ItemId;
  using Time = core::Time;
  using Outcome = measure::RequestOutcome;

  explicit NaiveFreenet(const FreenetScript& script);

  std::map<std::string, std::uint64_t> messages;
  std::map<std::string, std::uint64_t> bytes;
  std::map<std::string, std::uint64_t> figures;  ///< those that are counts
  std::vector<measure::RequestRecord> records;
  std::vector<NaiveStore> stores;
  std::vector<NaiveTable> tables;

 private:
  enum class Kind { request, insert, announcement };
  enum class Waits { answer, data, source, nothing };
  struct Task;
  struct Visit;
  using TaskPtr = std::shared_ptr<Task>;
  using VisitPtr = Visit*;  ///< of its task's visits, which every closure keeps
  using Action = std::function<void()>;

  /// Who is named as the source of data, so many hops ago.
  struct Source {
    PeerId who = core::no_peer;
    std::uint32_t hops = 0;
  };
  /// A peer has taken what another one asked it for.
  struct Visit {
    PeerId peer = 0;
    int stay = 0;
    VisitPtr before = nullptr;  ///< null: the origin
    VisitPtr below = nullptr;   ///< whose answer says that data or the key may come
    std::uint32_t came_with_htl = 0;
    std::uint32_t htl = 0;
    std::uint32_t hops = 0;
    Waits waits = Waits::answer;
    PeerId asking = core::no_peer;
    std::set<PeerId> tried;
    std::uint32_t parts = 0;
    Time deadline = core::never;
    Source source;
  };
  struct Task {
    Kind kind = Kind::request;
    fn::Key key = 0;
    std::optional<ItemId> item;
    PeerId origin = 0;
    bool of_query = false;
    bool query_counts = false;
    std::uint64_t serial = 0;
    Time start = 0;
    std::optional<std::size_t> record;
    bool ended = false;
    bool is_over = false;  ///< nothing can happen because of it any more
    std::uint32_t asked = 0;
    std::uint32_t backtracks = 0;
    std::uint32_t copies_made = 0;
    int refused = 0;
    int silent = 0;
    std::uint32_t attempt = 0;
    int in_flight = 0;
    std::uint32_t path_hops = 0;  ///< of an insert whose data go down
    std::deque<Visit> visits;
  };
  struct Part {
    std::uint32_t number = 0;
    Source source;           ///< whom its sender names
    std::uint32_t hops = 0;  ///< from the origin to who had the item
  };

  // ---- time ----
  void schedule(Time at, int kind, Action action) {
    next_[{at, kind, ++events_}] = std::move(action);
  }
  void play();
  void change_presence(const overlay::PresenceChange& change);
  bool is_there(const Visit& visit) const {
    return online_[visit.peer] && visit.stay == stays_[visit.peer];
  }

  // ---- messages ----
  bool counts(const Task& task) const {
    return task.of_query ? task.query_counts : now_ >= script_.warm_up;
  }
  void count(const Task& task, const char* figure) { figures[figure] += counts(task) ? 1U : 0U; }
  void send(const TaskPtr& task, const char* type, std::uint64_t size_bytes, PeerId from, PeerId to,
            const Action& read, const Action& lost = {});
  /// To the peer that waits at a visit for an answer.
  void answer(const TaskPtr& task, const VisitPtr& to, PeerId from, const char* type,
              std::uint64_t size_bytes, const Action& read);
  /// To the peer of a visit, if it still waits for such a thing.
  void tell(const TaskPtr& task, const VisitPtr& to, PeerId from, Waits waits, const char* type,
            std::uint64_t size_bytes, const Action& read);
  void send_part(const TaskPtr& task, PeerId from, const VisitPtr& to, const Part& part, bool down);

  // ---- beginnings and endings ----
  void ask(const overlay::Query& query);
  void insert(ItemId item, PeerId holder);
  void announce(PeerId peer, std::uint32_t attempt);
  void announce_all();
  VisitPtr begin(const TaskPtr& task, std::uint32_t htl);
  void start(const TaskPtr& task);
  void lose(const TaskPtr& task, const char* reason);
  void end(const TaskPtr& task, Outcome outcome, const char* reason = "",
           std::optional<std::uint32_t> path_hops = {});
  void notice_what_is_over();
  void note_totals(const Task& task, const char* reason);
  PeerId somebody_here(PeerId peer) const;
  std::optional<ItemId> item_of(const overlay::Query& query, std::uint32_t number) const;
  void publish(ItemId item);
  void come(PeerId peer);

  // ---- asking ----
  void ask_next(const TaskPtr& task, const VisitPtr& here);
  PeerId choice(const Task& task, const Visit& here) const;
  void be_asked(const TaskPtr& task, PeerId peer, const VisitPtr& asker, std::uint32_t htl);
  void rejected(const TaskPtr& task, const VisitPtr& here, std::uint32_t htl);
  void wait_anew(const TaskPtr& task, const VisitPtr& here, std::uint32_t times = 1);
  void watch(const TaskPtr& task, const VisitPtr& here, Time deadline);
  void lose_patience(const TaskPtr& task, const VisitPtr& here);
  void tell_restarted(const TaskPtr& task, const VisitPtr& here);
  void turn_back(const TaskPtr& task, const VisitPtr& here);
  void end_stored(const TaskPtr& task);
  void give_up(const TaskPtr& task, const VisitPtr& here, Time failed_at);
  void let_data_come(const TaskPtr& task, const VisitPtr& here, std::uint32_t path_hops);
  void let_key_come(const TaskPtr& task, const VisitPtr& here);
  void pass_on_key(const TaskPtr& task, const VisitPtr& here);
  void complete(const TaskPtr& task, const VisitPtr& here);

  // ---- data ----
  std::uint32_t parts_of(const Task& task) const;
  bool holds(const Task& task, PeerId peer) const {
    return task.kind != Kind::announcement && task.item && stores[peer].holds(*task.item);
  }
  void answer_with_data(const TaskPtr& task, const VisitPtr& here);
  void send_all(const TaskPtr& task, const VisitPtr& from, const VisitPtr& to, bool down,
                std::uint32_t hops);
  void get_part(const TaskPtr& task, const VisitPtr& here, const Part& part);
  void get_inserted_part(const TaskPtr& task, const VisitPtr& here, const Part& part);
  void insert_data(const TaskPtr& task, const VisitPtr& origin, std::uint32_t path_hops);
  void tell_source(const TaskPtr& task, const VisitPtr& here);
  void hear_source(const TaskPtr& task, const VisitPtr& here, Source told);
  void settle(Task& task, Visit& here, Source told);
  void name(const Task& task, Visit& here, Source told);
  void keep(Task& task, PeerId peer, std::uint32_t source_hops);

  // ---- chances ----
  bool chance(const char* purpose, const Task& task, PeerId peer, double probability) const {
    if (probability <= 0 || probability >= 1) return probability >= 1;
    return core::Substream(script_.seed, purpose, task.serial << 32U | peer).chance(probability);
  }
  bool is_taken(const char* purpose, const Task& task, PeerId peer, double fullness,
                double free_share, std::uint32_t source_hops) const;
  std::uint32_t lowered(const Task& task, PeerId peer, std::uint32_t htl) const;
  Time patience(std::uint32_t hops) const;

  const FreenetScript& script_;
  const fn::Parameters& given_;
  FreenetWires wires_;
  Time now_ = 0;
  std::uint64_t events_ = 0;
  std::map<std::tuple<Time, int, std::uint64_t>, Action> next_;
  std::vector<bool> online_;
  std::vector<bool> here_;
  std::vector<bool> transient_;
  std::vector<bool> announced_;
  std::vector<int> stays_;
  std::vector<NaiveFailures> failures_;
  std::map<std::pair<PeerId, Time>, std::uint32_t> taken_;  ///< [peer, minute]
  std::uint64_t serials_ = 0;
  std::uint32_t queries_ = 0;
  PeerId here_count_ = 0;
  std::vector<ItemId> published_;
  std::vector<std::pair<PeerId, std::uint32_t>> unannounced_;
  std::vector<TaskPtr> open_;
};

}  // namespace rippletank::tests
