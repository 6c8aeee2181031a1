// How data, and word of their source, pass from peer to peer in the naive Freenet.
#pragma once

#include "tests/unit/protocols/naive_freenet_asking.hpp"

namespace rippletank::tests {

inline std::uint32_t NaiveFreenet::parts_of(const Task& task) const {
  const std::uint64_t size_bytes = script_.sizes_bytes[*task.item];
  std::uint32_t count = 1;
  while (std::uint64_t{count} * given_.part_bytes < size_bytes) ++count;
  return count;
}

/// All parts but the last are whole, and carry a hash of 20 bytes; all end in a byte.
inline void NaiveFreenet::send_part(const TaskPtr& task, PeerId from, const VisitPtr& to,
                                    const Part& part, bool down) {
  const bool is_last = part.number + 1 == parts_of(*task);
  const std::uint64_t before_bytes = std::uint64_t{part.number} * given_.part_bytes;
  const std::uint64_t size_bytes =
      (part.number == 0 ? given_.sizes.data_header_bytes : 0) + (is_last ? 1U : 21U) +
      (is_last ? script_.sizes_bytes[*task->item] - before_bytes : given_.part_bytes);
  if (down) {
    return tell(task, to, from, Waits::data, part.number == 0 ? "data_insert" : "insert_part",
                size_bytes, [=, this] { get_inserted_part(task, to, part); });
  }
  answer(task, to, from, part.number == 0 ? "data_reply" : "data_part", size_bytes,
         [=, this] { get_part(task, to, part); });
}

inline void NaiveFreenet::send_all(const TaskPtr& task, const VisitPtr& from, const VisitPtr& to,
                                   bool down, std::uint32_t hops) {
  for (std::uint32_t number = 0; number < parts_of(*task); ++number) {
    send_part(task, from->peer, to, {number, from->source, hops}, down);
  }
}

inline void NaiveFreenet::answer_with_data(const TaskPtr& task, const VisitPtr& here) {
  stores[here->peer].use(*task->item);
  name(*task, *here, {});
  here->waits = Waits::nothing;
  if (!here->before) {
    return end(task, task->kind == Kind::request ? Outcome::found : Outcome::collision, "", 0);
  }
  send_all(task, here, here->before, false, here->hops);
  if (given_.store_data) tell_source(task, here);
}

/// Without a message of its own, word of the source comes with the data.
inline void NaiveFreenet::get_part(const TaskPtr& task, const VisitPtr& here, const Part& part) {
  const bool is_all = ++here->parts == parts_of(*task);
  wait_anew(task, here);
  if (is_all && given_.store_data) here->waits = Waits::source;
  if (is_all && !given_.store_data) {
    settle(*task, *here, part.source);
    here->waits = Waits::nothing;
  }
  if (here->before) {
    return send_part(task, here->peer, here->before, {part.number, here->source, part.hops}, false);
  }
  if (!is_all) return;
  end(task, task->kind == Kind::request ? Outcome::found : Outcome::collision, "", part.hops);
}

inline void NaiveFreenet::insert_data(const TaskPtr& task, const VisitPtr& origin,
                                      std::uint32_t path_hops) {
  task->path_hops = path_hops;
  const bool is_done = !given_.store_data || !origin->below;
  if (is_done) {
    name(*task, *origin, {});
    keep(*task, origin->peer, 0);
    origin->waits = Waits::nothing;
  } else {
    origin->waits = Waits::source;
    wait_anew(task, origin, 2);
  }
  if (origin->below) send_all(task, origin, origin->below, true, 0);
  if (is_done) end_stored(task);
}

inline void NaiveFreenet::get_inserted_part(const TaskPtr& task, const VisitPtr& here,
                                            const Part& part) {
  const bool is_all = ++here->parts == parts_of(*task);
  wait_anew(task, here);
  if (is_all && !given_.store_data) {
    settle(*task, *here, part.source);
    here->waits = Waits::nothing;
  }
  if (here->below) send_part(task, here->peer, here->below, {part.number, here->source, 0}, true);
  if (!is_all || !given_.store_data) return;
  if (here->below) {
    here->waits = Waits::source;
    return;
  }
  name(*task, *here, {});
  keep(*task, here->peer, 0);
  here->waits = Waits::nothing;
  tell_source(task, here);
}

inline void NaiveFreenet::tell_source(const TaskPtr& task, const VisitPtr& here) {
  tell(task, here->before, here->peer, Waits::source, "store_data", given_.sizes.store_data_bytes,
       [this, task, before = here->before, told = here->source] {
         hear_source(task, before, told);
       });
}

inline void NaiveFreenet::hear_source(const TaskPtr& task, const VisitPtr& here, Source told) {
  settle(*task, *here, told);
  here->waits = Waits::nothing;
  if (here->before) return tell_source(task, here);
  if (task->kind == Kind::insert) end_stored(task);
}

/// What nobody keeps is not stored.
inline void NaiveFreenet::end_stored(const TaskPtr& task) {
  const bool is_kept = std::any_of(stores.begin(), stores.end(), [&](const NaiveStore& store) {
    return store.holds(*task->item);
  });
  if (is_kept) return end(task, Outcome::stored, "", task->path_hops);
  end(task, Outcome::lost, "not_kept");
}

inline void NaiveFreenet::settle(Task& task, Visit& here, Source told) {
  NaiveTable& table = tables[here.peer];
  if (told.who != core::no_peer && told.who != here.peer) {
    const std::optional<std::uint64_t> room =
        fn::TableLimits{given_.table_references, given_.table_nodes, given_.references_per_node}
            .room();
    const double fullness =
        room ? static_cast<double>(table.size()) / static_cast<double>(*room) : 0;
    if (is_taken("freenet/refer", task, here.peer, fullness, given_.table_free_share, told.hops)) {
      table.refer(task.key, told.who);
    }
  }
  keep(task, here.peer, told.hops);
  name(task, here, told);
}

/// Whom a peer names to those before it.
inline void NaiveFreenet::name(const Task& task, Visit& here, Source told) {
  here.source = {told.who, told.hops + 1};
  if (transient_[here.peer]) return;
  const bool is_told = told.who != core::no_peer;
  if (is_told && !chance("freenet/reset", task, here.peer, given_.reset_probability)) return;
  here.source = {here.peer, 0};
  if (is_told && here.before) count(task, "source_resets");
}

inline void NaiveFreenet::keep(Task& task, PeerId peer, std::uint32_t source_hops) {
  NaiveStore& store = stores[peer];
  const bool is_new = !store.holds(*task.item);
  const bool is_kept = is_taken("freenet/keep", task, peer, store.fullness(),
                                given_.store_free_share, source_hops) &&
                       store.keep(*task.item);
  task.copies_made += is_kept && is_new ? 1U : 0U;
  if (!is_kept) count(task, "copies_not_kept");
  failures_[peer].clear(task.key);
}

inline bool NaiveFreenet::is_taken(const char* purpose, const Task& task, PeerId peer,
                                   double fullness, double free_share,
                                   std::uint32_t source_hops) const {
  if (fullness <= free_share) return true;
  double probability = 1;
  for (std::uint32_t hop = 0; hop < source_hops; ++hop) probability *= given_.hop_decay;
  return chance(purpose, task, peer, probability);
}

}  // namespace rippletank::tests
