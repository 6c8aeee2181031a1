// Search: peers that look for items by passing queries on to their neighbours.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/core/pool.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/overlay/query.hpp"
#include "sim/protocols/parts/asked.hpp"
#include "sim/protocols/parts/descriptors.hpp"
#include "sim/protocols/parts/dynamic_queries.hpp"
#include "sim/protocols/parts/hits.hpp"
#include "sim/protocols/parts/search_models.hpp"
#include "sim/protocols/parts/search_settings.hpp"

namespace rippletank::protocols {

/// Queries travel as their search model says; whoever holds the item sends a hit, which goes back
/// from peer to peer the way that the first copy of the query came. A query that is a job is done
/// by a peer that is willing, which then does not pass it on, and its hit is the result.
///
/// The rules of a protocol own a search, hand on what concerns it, and have
///
///     targets(talk, at, from, item, ttl)     to whom a peer passes on a query for an item that
///                                            came from a neighbour, and may travel so far
///     super_peers_of(at), super_degree(at)    connections over which dynamic queries go
///     may_match(at, to, item)                whether a super-peer may have it, as one has heard
///     is_leaf(peer)                          whether others let its queries out
///     has_routed_leaves()                    whether a query goes on to leaves when its TTL is
///                                            used up
///     holders(at, item, origin)              whom a peer answers for that holds the item
///     known_holders(origin, item)            whom a peer that asks knows to hold the item
///     accepts_connections(peer)              whether others can connect to a peer
///     extra_hops(origin)                     that do not count for the TTL
///     passed_hit(now, at, from, holder, hops)     a hit of a holder has come to a peer from a
///                                            neighbour, and has travelled so far
///     found(talk, query, origin, item, holders)   the peer that asks fetches what these hold
///
/// Letters of types below `types` and timers below `alarms` are the search's, others free.
///
/// The peer that asks takes each holder once, however often it answers.
///
/// Hops:    a hit that comes back to where it was asked from has travelled twice as far as its
///          holder is away; a walker has travelled what it has walked.
/// Random:  substream "search/choices" of each query, in the order of its events; "search/willing",
///          a sample; "search/compute" of each peer, one number per job that it does.
class Search {
 public:
  enum Type : std::uint8_t {
    query,
    query_hit,
    check,
    check_answer,
    hits_ready,
    hits_wanted,
    query_status,
    types
  };
  enum Alarm : std::uint8_t { next_ring, choose, job_done, next_copy, alarms };

  static std::vector<std::string> message_types() {
    return {"query",      "query_hit",   "check",       "check_answer",
            "hits_ready", "hits_wanted", "query_status"};
  }

  /// `content`: null if there is none, then nobody answers.
  Search(const SearchSettings& settings, const overlay::Content* content,
         const overlay::Neighbours& neighbours, core::PeerId peers, std::uint64_t seed);
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  const HitCounts& hit_counts() const { return hits_.counts(); }
  /// How many results a hit on its way has.
  std::uint64_t results_in(const overlay::Letter& letter) const {
    return hits_[letter].holders.size();
  }
  /// Whether a letter comes from a peer that need not be a neighbour.
  bool is_out_of_band(const overlay::Letter& letter) const {
    return letter.type == query_hit && hits_[letter].is_out_of_band;
  }
  /// How many queries, each ring on its own, still travel.
  std::size_t descriptors_in_use() const { return descriptors_.in_use(); }
  bool has_answers() const { return content_ != nullptr || settings_.jobs; }

  template <class Talk, class Rules>
  void on_query(Talk& talk, Rules& rules, const overlay::Query& asked,
                overlay::QueryNumber number) {
    Asked& about = asked_.emplace_back();
    about.item = asked.item.value_or(core::no_item);
    about.origin = asked.origin;
    about.download = asked.download;
    if (draws_) choices_.emplace_back(seed_, core::Purpose("search/choices"), number);
    if (content_ != nullptr && asked.item) {
      take_hit(talk, number, {0, false, rules.known_holders(asked.origin, *asked.item)});
    }
    if (const auto* ring = std::get_if<ExpandingRingSearch>(&model_)) {
      about.begin_rings(peers_);
      send_ring(talk, rules, number,
                std::min(ring->ttl_start_hops, std::uint32_t{settings_.ttl_hops}));
    } else if (const WalkSearch* walk = walks()) {
      send_walkers(talk, rules, number, *walk);
    } else if (!dynamic_) {
      flood(talk, rules, number, settings_.ttl_hops);
    } else if (rules.is_leaf(asked.origin)) {
      flood(talk, rules, number, 0);
    } else {
      const DescriptorId id = descriptors_.begin(talk.now(), asked.origin);
      const overlay::Letter own = letter_of(query, number, id, 0, 0);
      talk.limited(number, settings_.ttl_hops);
      let_out(talk, rules, asked.origin, core::no_peer, own);
      settle(own);
    }
  }

  /// For letters of the search's own types.
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    descriptors_.landed(letter);
    if (letter.type == query) {
      read_query(talk, rules, to, from, letter);
    } else if (letter.type == query_hit) {
      read_hit(talk, rules, to, from, letter);
    } else if (letter.type == check) {
      answer_check(talk, to, from, letter);
    } else if (letter.type == check_answer) {
      go_on(talk, rules, to, letter);
    } else if (letter.type == query_status) {
      if (dynamic_) dynamic_->found(to, letter.query, letter.value);
    } else {
      hits_.go_on(talk, to, from, letter);
    }
    settle(letter);
  }

  /// For letters of the search's own types that were dropped.
  void on_vanished(const overlay::Letter& letter);

  /// For timers of the search's own.
  template <class Talk, class Rules>
  void on_timer(Talk& talk, Rules& rules, core::PeerId peer, const overlay::Letter& letter) {
    Asked& asked = asked_[letter.query];
    if (letter.type == next_copy) {
      send_next(talk, rules, peer, letter);
      return settle(letter);
    }
    if (letter.type == job_done) {
      descriptors_.let_go(letter.subject);
      hits_.send(talk, peer, letter, {peer});
      return settle(letter);
    }
    if (letter.type == choose) {
      return rules.found(talk, letter.query, asked.origin, asked.item,
                         std::exchange(asked.holders, {}));
    }
    const auto& ring = std::get<ExpandingRingSearch>(model_);
    if (asked.hits >= ring.results || letter.value == settings_.ttl_hops) {
      return asked.end_rings();
    }
    send_ring(talk, rules, letter.query,
              std::min(letter.value + ring.ttl_step_hops, std::uint32_t{settings_.ttl_hops}));
  }

  /// For timers of the search's own that rang while their peer was offline.
  void on_missed(core::PeerId peer, const overlay::Letter& letter);

  void on_online(core::PeerId peer, core::Time now) { descriptors_.came(peer, now); }
  /// From now on some letters may be turned away before they are handed on.
  void doubt() { descriptors_.doubt(); }

 private:
  struct Walker {
    core::PeerId from = core::no_peer;  ///< where it was before
    std::uint16_t hops = 0;             ///< that it has walked
    bool dismissed = false;             ///< by the peer that it is from
  };

  static overlay::Letter letter_of(Type type, overlay::QueryNumber number, DescriptorId id,
                                   std::uint32_t value, std::uint32_t hops = 1);

  /// Null for a search without walkers.
  const WalkSearch* walks() const {
    if (const auto* highest = std::get_if<HighestDegreeSearch>(&model_)) return highest;
    return std::get_if<WalkSearch>(&model_);
  }

  void settle(const overlay::Letter& letter) {
    if (descriptors_.settle(letter.subject)) asked_[letter.query].settle();
  }

  // ---- floods ----

  template <class Talk, class Rules>
  void flood(Talk& talk, Rules& rules, overlay::QueryNumber number, std::uint32_t ttl_hops) {
    const core::PeerId origin = asked_[number].origin;
    const DescriptorId id =
        descriptors_.begin_flood(talk, origin, ttl_hops, neighbours_.mean_degree());
    const overlay::Letter letter =
        letter_of(query, number, id, ttl_hops + rules.extra_hops(origin));
    talk.limited(number, dynamic_ ? settings_.ttl_hops : ttl_hops);
    pass_on(talk, rules, origin, core::no_peer, letter);
    settle(letter);
  }

  template <class Talk, class Rules>
  void send_ring(Talk& talk, Rules& rules, overlay::QueryNumber number, std::uint32_t ttl_hops) {
    asked_[number].begin_ring();
    flood(talk, rules, number, ttl_hops);
    overlay::Letter alarm;
    alarm.type = next_ring;
    alarm.query = number;
    alarm.value = ttl_hops;
    const auto& ring = std::get<ExpandingRingSearch>(model_);
    talk.wake(asked_[number].origin, core::later(talk.now(), core::from_seconds(ring.wait_s)),
              alarm);
  }

  /// Sends copies to all neighbours but one, or, by gossip, to some of them.
  template <class Talk, class Rules>
  void pass_on(Talk& talk, Rules& rules, core::PeerId at, core::PeerId except,
               const overlay::Letter& letter) {
    std::span<const core::PeerId> targets =
        rules.targets(talk, at, except, asked_[letter.query].item, letter.value);
    const auto* gossip = std::get_if<GossipSearch>(&model_);
    if (gossip != nullptr && letter.hops > gossip->sure_hops) {
      draw_targets(targets, except, choices_[letter.query], gossip->probability);
      targets = chosen_;
    }
    descriptors_.flood(talk, at, targets, except, letter);
  }
  void draw_targets(std::span<const core::PeerId> among, core::PeerId except,
                    core::Substream& random, double probability);

  template <class Talk, class Rules>
  void read_query(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                  const overlay::Letter& letter) {
    const bool is_known = descriptors_.knows(letter.subject, to, talk.now());
    count_copy(talk, to, letter);
    bool is_done = false;
    if (!is_known) {
      descriptors_.note(letter.subject, to, from, talk.now());
      is_done = answer(talk, rules, to, letter) && settings_.jobs;
    }
    if (const WalkSearch* walk = walks()) {
      walkers_[letter.value] = {from, letter.hops, false};
      return walk_on(talk, rules, to, letter, *walk);
    }
    if (is_known || is_done) return;
    const bool asks_for_leaf =
        dynamic_ && from == asked_[letter.query].origin && rules.is_leaf(from);
    if (asks_for_leaf) return let_out(talk, rules, to, from, letter);
    if (letter.value <= 1 && !rules.has_routed_leaves()) return;
    overlay::Letter next = letter;
    ++next.hops;
    next.value -= std::min(next.value, 1U);
    pass_on(talk, rules, to, from, next);
  }

  // ---- dynamic queries ----

  /// A super-peer begins to let out a query, which a leaf has brought or which is its own. It holds
  /// the descriptor until the query ends.
  template <class Talk, class Rules>
  void let_out(Talk& talk, Rules& rules, core::PeerId at, core::PeerId leaf,
               const overlay::Letter& letter) {
    descriptors_.hold(letter.subject);
    overlay::Letter to_leaves = letter;
    to_leaves.value = 0;
    ++to_leaves.hops;
    pass_on(talk, rules, at, leaf, to_leaves);
    std::vector<core::PeerId> connections = rules.super_peers_of(at);
    shuffle(connections, choices_[letter.query]);
    dynamic_->begin(at, to_leaves, leaf != core::no_peer, std::move(connections));
    send_next(talk, rules, at, letter);
  }

  template <class Talk, class Rules>
  void send_next(Talk& talk, Rules& rules, core::PeerId at, const overlay::Letter& about) {
    const bool is_known = descriptors_.knows(about.subject, at, talk.now());
    if (!is_known) dynamic_->give_up(at, about.query);
    DynamicQueries::Step step;
    if (is_known) {
      step = dynamic_->next(
          at, about.query, [&](auto to) { return rules.super_degree(to); },
          [&](auto to) { return neighbours_.has(at, to); });
    }
    for (const DynamicQueries::Copy& copy : step.copies) {
      overlay::Letter letter = dynamic_->letter(at, about.query);
      letter.value = copy.ttl_hops;
      const bool is_last_hop = copy.ttl_hops == 1;
      if (is_last_hop && !rules.may_match(at, copy.to, asked_[letter.query].item)) continue;
      descriptors_.send(talk, at, copy.to, letter);
    }
    if (step.wait == core::never) return descriptors_.let_go(about.subject);
    overlay::Letter alarm = about;
    alarm.type = next_copy;
    talk.wake(at, core::later(talk.now(), step.wait), alarm);
  }

  /// Before the peer has noted it.
  template <class Talk>
  void count_copy(Talk& talk, core::PeerId to, const overlay::Letter& letter) {
    Asked& asked = asked_[letter.query];
    const bool is_new =
        asked.has_rings() ? asked.reaches(to) : !descriptors_.has_had(letter.subject, to);
    if (!is_new) return talk.duplicate(letter.query, letter.hops);
    talk.reached(letter.query, to, letter.hops);
  }

  // ---- hits ----

  /// Whether a peer answers a query, at once or when it has done the job.
  template <class Talk, class Rules>
  bool answer(Talk& talk, Rules& rules, core::PeerId peer, const overlay::Letter& letter) {
    const Asked& asked = asked_[letter.query];
    if (settings_.jobs) {
      if (!willing_[peer]) return false;
      overlay::Letter alarm = letter;
      alarm.type = job_done;
      const core::Time span =
          core::from_milliseconds_cut(1000 * settings_.jobs->compute_s.sample(computing_[peer]));
      descriptors_.hold(letter.subject);
      talk.wake(peer, core::later(talk.now(), span), alarm);
    } else {
      if (content_ == nullptr || asked.item == core::no_item) return false;
      std::vector<core::PeerId> holders = rules.holders(peer, asked.item, asked.origin);
      if (holders.empty()) return false;
      if (is_answered_out_of_band(rules, peer, letter)) {
        hits_.offer(talk, peer, letter, std::move(holders));
      } else {
        hits_.send(talk, peer, letter, std::move(holders));
      }
    }
    talk.answers(letter.query, peer);
    return true;
  }

  /// A push finds a holder behind a firewall only on the way back.
  template <class Rules>
  bool is_answered_out_of_band(const Rules& rules, core::PeerId peer,
                               const overlay::Letter& letter) const {
    return settings_.out_of_band && letter.hops > 1 && rules.accepts_connections(peer) &&
           rules.accepts_connections(asked_[letter.query].origin);
  }

  template <class Talk, class Rules>
  void read_hit(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                const overlay::Letter& letter) {
    const Hit& hit = hits_[letter];
    const auto results = static_cast<std::uint32_t>(hit.holders.size());
    const bool is_out_of_band = hit.is_out_of_band;
    for (const core::PeerId holder : hit.holders) {
      if (is_out_of_band) break;
      rules.passed_hit(talk.now(), to, from, holder, letter.hops - std::uint32_t{hit.hops});
    }
    if (dynamic_) dynamic_->found(to, letter.query, results);
    auto back = hits_.read(talk, to, letter);
    if (!back) return;
    if (dynamic_ && is_out_of_band && rules.is_leaf(to)) {
      tell_results(talk, rules, to, letter, results);
    }
    take_hit(talk, letter.query, std::move(*back));
  }

  /// A leaf tells its super-peers, which let out its query, of results that they have not seen.
  template <class Talk, class Rules>
  void tell_results(Talk& talk, const Rules& rules, core::PeerId leaf, const overlay::Letter& hit,
                    std::uint32_t results) {
    for (const core::PeerId super_peer : rules.super_peers_of(leaf)) {
      descriptors_.send(talk, leaf, super_peer,
                        letter_of(query_status, hit.query, hit.subject, results, hit.hops + 1U));
    }
  }

  template <class Talk>
  void take_hit(Talk& talk, overlay::QueryNumber number, Hit hit) {
    Asked& asked = asked_[number];
    asked.keep_new(hit.holders);
    if (hit.holders.empty()) return;
    talk.answered(number, hit.holders.size(), hit.hops);
    if (asked.download) {
      if (asked.hits == 0) {
        overlay::Letter alarm;
        alarm.type = choose;
        alarm.query = number;
        talk.wake(asked.origin, core::later(talk.now(), settings_.choose), alarm);
      }
      asked.holders.insert(asked.holders.end(), hit.holders.begin(), hit.holders.end());
    }
    asked.hits += static_cast<std::uint32_t>(hit.holders.size());
  }

  // ---- walkers ----

  template <class Talk, class Rules>
  void send_walkers(Talk& talk, Rules& rules, overlay::QueryNumber number, const WalkSearch& walk) {
    const core::PeerId origin = asked_[number].origin;
    const DescriptorId id = descriptors_.begin(talk.now(), origin);
    for (std::uint32_t i = 0; i < walk.walkers; ++i) {
      step(talk, rules, origin, letter_of(query, number, id, walkers_.put({})));
    }
    settle(letter_of(query, number, id, 0));
  }

  /// A walker that has come to a peer checks back, goes on, or ends.
  template <class Talk, class Rules>
  void walk_on(Talk& talk, Rules& rules, core::PeerId at, const overlay::Letter& letter,
               const WalkSearch& walk) {
    if (letter.hops == walk.walk_max_hops) {
      walkers_.take(letter.value);
    } else if (walk.check_every_hops > 0 && letter.hops % walk.check_every_hops == 0) {
      overlay::Letter question = letter;
      question.type = check;
      ++question.hops;
      descriptors_.send(talk, at, asked_[letter.query].origin, question);
    } else {
      step(talk, rules, at, letter);
    }
  }

  template <class Talk>
  void answer_check(Talk& talk, core::PeerId origin, core::PeerId at,
                    const overlay::Letter& letter) {
    overlay::Letter told = letter;
    told.type = check_answer;
    ++told.hops;
    walkers_[letter.value].dismissed = asked_[letter.query].hits >= walks()->results;
    descriptors_.send(talk, origin, at, told);
  }

  template <class Talk, class Rules>
  void go_on(Talk& talk, Rules& rules, core::PeerId at, const overlay::Letter& letter) {
    if (walkers_[letter.value].dismissed) {
      walkers_.take(letter.value);
    } else {
      step(talk, rules, at, letter);
    }
  }

  template <class Talk, class Rules>
  void step(Talk& talk, Rules& rules, core::PeerId at, const overlay::Letter& letter) {
    const Walker walker = walkers_[letter.value];
    const core::PeerId to =
        next_of(rules.targets(talk, at, core::no_peer, asked_[letter.query].item, walk_ttl),
                walker.from, letter);
    if (to == core::no_peer) {
      walkers_.take(letter.value);
    } else {
      descriptors_.send(
          talk, at, to,
          letter_of(query, letter.query, letter.subject, letter.value, walker.hops + 1U));
    }
  }

  /// To whom a walker goes that came from a neighbour or has set out here; no_peer: to nobody.
  core::PeerId next_of(std::span<const core::PeerId> among, core::PeerId from,
                       const overlay::Letter& letter);
  /// The neighbour with the most connections that has not had a descriptor; no_peer: all have.
  core::PeerId highest_unasked(std::span<const core::PeerId> among, DescriptorId id) const;

  static constexpr std::uint32_t walk_ttl = std::numeric_limits<std::uint32_t>::max();

  static void shuffle(std::vector<core::PeerId>& peers, core::Substream& random);

  SearchSettings settings_;
  SearchModel model_;
  const overlay::Content* content_;
  const overlay::Neighbours& neighbours_;
  core::PeerId peers_;
  std::uint64_t seed_;
  Descriptors descriptors_;
  Hits hits_;
  std::optional<DynamicQueries> dynamic_;
  bool draws_;                            ///< whether the model makes choices at random
  std::vector<Asked> asked_;              ///< [query]
  std::vector<core::Substream> choices_;  ///< [query], if it does

  std::vector<bool> willing_;               ///< [peer] to do jobs, if there are any
  std::vector<core::Substream> computing_;  ///< [peer] for how long each takes, if there are jobs
  std::vector<core::PeerId> chosen_;        ///< to whom a peer passes a query on by gossip
  core::Pool<Walker> walkers_;
};

}  // namespace rippletank::protocols
