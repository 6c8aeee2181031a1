// How the naive Freenet begins and ends, and plays one event after the other.
#pragma once

#include "tests/unit/protocols/naive_freenet_data.hpp"

namespace rippletank::tests {

inline NaiveFreenet::NaiveFreenet(const FreenetScript& script)
    : script_(script),
      given_(script.parameters),
      wires_(script),
      online_(script.peers(), true),
      here_(script.peers(), true),
      announced_(script.peers(), true),
      stays_(script.peers()) {
  const fn::TableLimits limits{given_.table_references, given_.table_nodes,
                               given_.references_per_node};
  core::Substream chance(script.seed, "freenet/transient");
  transient_ = core::draw_share(given_.transient, script.peers(), chance);
  here_count_ = std::min(given_.first_peers.value_or(script.peers()), script.peers());
  for (PeerId peer = 0; peer < script.peers(); ++peer) {
    here_[peer] = peer < here_count_;
    stores.emplace_back(script.sizes_bytes, given_);
    tables.emplace_back(given_.closeness, limits);
    failures_.emplace_back(given_.failed_keys, core::from_seconds(given_.failed_keys_s));
    if (here_[peer]) continue;
    const double at_s = (peer - here_count_ + 1) * given_.grow_every_s;
    schedule(core::from_seconds(at_s), 2, [this, peer] { come(peer); });
  }
  const overlay::Connections& rows = script.connections;
  for (PeerId peer = 0; peer < here_count_; ++peer) {
    for (core::Slot slot = rows.offsets[peer]; slot < rows.offsets[peer + 1]; ++slot) {
      const PeerId other = rows.neighbours[slot];
      if (!here_[other] || transient_[other]) continue;
      tables[peer].refer(fn::key_of_peer(script.seed, other), other);
    }
  }
  for (const overlay::PresenceChange& change : script.changes) {
    schedule(change.time, 0, [this, change] { change_presence(change); });
  }
  for (const overlay::Query& query : script.queries) {
    schedule(query.start, 1, [this, query] {
      if (online_[query.origin]) ask(query);
    });
  }
  play();
}

inline void NaiveFreenet::play() {
  const auto chosen = fn::publishing(given_.publishing);
  const auto* inserted = std::get_if<fn::Inserted>(&chosen);
  core::Substream gaps(script_.seed, "freenet/publish");
  double at_s = inserted == nullptr ? 0 : inserted->start_s;
  for (ItemId item = 0; item < script_.holders.size(); ++item) {
    if (inserted == nullptr) {
      bool is_kept = false;
      for (const PeerId holder : script_.holders[item]) {
        const bool keeps = stores[holder].keep(item);
        if (!keeps) ++figures["copies_not_kept"];
        is_kept |= keeps;
      }
      if (is_kept) publish(item);
      continue;
    }
    for (const PeerId holder : script_.holders[item]) {
      at_s += (inserted->at_random ? -core::log(gaps.uniform_open()) : 1) * inserted->interval_s;
      schedule(core::from_seconds(at_s), 2, [this, item, holder] { insert(item, holder); });
    }
  }
  while (!next_.empty() && std::get<0>(next_.begin()->first) <= script_.horizon) {
    now_ = std::get<0>(next_.begin()->first);
    const Action event = std::move(next_.begin()->second);
    next_.erase(next_.begin());
    event();
    announce_all();
    notice_what_is_over();
  }
  for (const TaskPtr& task : open_) note_totals(*task, "unfinished");
  for (const NaiveStore& store : stores) figures["copies_at_end"] += store.all().size();
}

inline void NaiveFreenet::change_presence(const overlay::PresenceChange& change) {
  if (online_[change.peer] == change.online) return;
  ++stays_[change.peer];
  online_[change.peer] = change.online;
  if (!change.online || !here_[change.peer] || announced_[change.peer]) return;
  unannounced_.emplace_back(change.peer, 0);
}

inline void NaiveFreenet::come(PeerId peer) {
  here_[peer] = true;
  here_count_ = std::max(here_count_, peer + 1);
  announced_[peer] = false;
  if (online_[peer]) unannounced_.emplace_back(peer, 0);
}

// ---- messages ----

inline void NaiveFreenet::send(const TaskPtr& task, const char* type, std::uint64_t size_bytes,
                               PeerId from, PeerId to, const Action& read, const Action& lost) {
  if (counts(*task)) {
    ++messages[type];
    bytes[type] += size_bytes;
  }
  ++task->in_flight;
  schedule(wires_.arrival_between(from, to, now_), 2, [=, this] {
    --task->in_flight;
    if (online_[to]) {
      read();
    } else if (lost && online_[from]) {
      lost();
    }
  });
}

inline void NaiveFreenet::answer(const TaskPtr& task, const VisitPtr& to, PeerId from,
                                 const char* type, std::uint64_t size_bytes, const Action& read) {
  tell(task, to, from, Waits::answer, type, size_bytes, read);
}

inline void NaiveFreenet::tell(const TaskPtr& task, const VisitPtr& to, PeerId from, Waits waits,
                               const char* type, std::uint64_t size_bytes, const Action& read) {
  send(task, type, size_bytes, from, to->peer, [=, this] {
    const PeerId expected = waits == Waits::data ? to->before->peer : to->asking;
    if (is_there(*to) && to->waits == waits && expected == from) read();
  });
}

// ---- beginnings ----

inline void NaiveFreenet::ask(const overlay::Query& query) {
  auto task = std::make_shared<Task>();
  const std::uint32_t number = queries_++;
  task->of_query = true;
  task->query_counts = now_ >= script_.warm_up;
  task->origin = somebody_here(query.origin);
  task->item = item_of(query, number);
  task->key = task->item ? fn::key_of_item(script_.seed, *task->item)
                         : fn::key_of_query(script_.seed, number);
  if (!online_[task->origin]) return lose(task, "origin_offline");
  if (!script_.holders.empty() && !task->item) return lose(task, "nothing_published");
  start(task);
}

inline void NaiveFreenet::insert(ItemId item, PeerId holder) {
  auto task = std::make_shared<Task>();
  task->kind = Kind::insert;
  task->item = item;
  task->origin = somebody_here(holder);
  task->key = fn::key_of_item(script_.seed, item);
  if (!online_[task->origin]) return lose(task, "origin_offline");
  start(task);
}

inline void NaiveFreenet::announce_all() {
  while (!unannounced_.empty()) {
    const auto [peer, attempt] = unannounced_.back();
    unannounced_.pop_back();
    announce(peer, attempt);
  }
}

inline void NaiveFreenet::announce(PeerId peer, std::uint32_t attempt) {
  if (attempt >= given_.announce_attempts) return;
  core::Substream random(script_.seed, "freenet/contact", std::uint64_t{attempt} << 32U | peer);
  PeerId contact = core::no_peer;
  for (int draw = 0; draw < 1000 && contact == core::no_peer; ++draw) {
    const auto drawn = static_cast<PeerId>(random.below(here_count_));
    if (drawn != peer && here_[drawn] && !transient_[drawn] && online_[drawn]) contact = drawn;
  }
  if (contact == core::no_peer) return;
  tables[peer].refer(fn::key_of_peer(script_.seed, contact), contact);
  announced_[peer] = transient_[peer];
  if (transient_[peer]) return;
  figures["announcements"] += now_ >= script_.warm_up ? 1U : 0U;
  auto task = std::make_shared<Task>();
  task->kind = Kind::announcement;
  task->origin = peer;
  task->attempt = attempt;
  task->key = fn::key_of_peer(script_.seed, peer);
  start(task);
}

inline NaiveFreenet::VisitPtr NaiveFreenet::begin(const TaskPtr& task, std::uint32_t htl) {
  task->serial = serials_++;
  task->start = now_;
  if (task->kind != Kind::announcement && counts(*task)) {
    task->record = records.size();
    measure::RequestRecord record;
    record.kind = task->kind == Kind::insert ? "insert" : "request";
    record.item = task->item;
    record.origin = task->origin;
    record.start = now_;
    records.push_back(record);
  }
  const VisitPtr here = &task->visits.emplace_back();
  here->peer = task->origin;
  here->stay = stays_[task->origin];
  here->came_with_htl = here->htl = htl;
  open_.push_back(task);
  return here;
}

inline void NaiveFreenet::start(const TaskPtr& task) {
  const VisitPtr here =
      begin(task, task->kind == Kind::announcement ? given_.announce_htl_hops : given_.htl_hops);
  if (holds(*task, here->peer)) return answer_with_data(task, here);
  ask_next(task, here);
}

inline void NaiveFreenet::lose(const TaskPtr& task, const char* reason) {
  begin(task, 0)->waits = Waits::nothing;
  end(task, Outcome::lost, reason);
}

// ---- endings ----

inline void NaiveFreenet::end(const TaskPtr& task, Outcome outcome, const char* reason,
                              std::optional<std::uint32_t> path_hops) {
  if (task->ended) return;
  task->ended = true;
  if (task->kind == Kind::announcement) unannounced_.emplace_back(task->origin, task->attempt + 1);
  if (path_hops) publish(*task->item);
  if (!task->record) return;
  measure::RequestRecord& record = records[*task->record];
  record.outcome = outcome;
  record.reason = reason;
  record.duration = now_ - task->start;
  record.path_hops = path_hops;
}

/// Over is what nobody writes about any more and nobody waits for.
inline void NaiveFreenet::notice_what_is_over() {
  const auto waits = [&](const Visit& visit) {
    return patience(1) != core::never && visit.waits != Waits::nothing && is_there(visit);
  };
  std::vector<TaskPtr> still_open;
  for (const TaskPtr& task : open_) {
    const bool is_open =
        task->in_flight > 0 || std::any_of(task->visits.begin(), task->visits.end(), waits);
    if (is_open) {
      still_open.push_back(task);
    } else {
      note_totals(*task, "no_answer");
    }
  }
  open_ = std::move(still_open);
}

inline void NaiveFreenet::note_totals(const Task& task, const char* reason) {
  if (!task.record) return;
  measure::RequestRecord& record = records[*task.record];
  record.asked = task.asked;
  record.backtracks = task.backtracks;
  record.copies_made = task.copies_made;
  if (task.ended) return;
  record.reason = is_there(task.visits.front()) ? reason : "origin_offline";
}

inline core::PeerId NaiveFreenet::somebody_here(PeerId peer) const {
  const auto peers = static_cast<std::uint64_t>(script_.peers());
  return static_cast<PeerId>(std::uint64_t{peer} * here_count_ / peers);
}

inline std::optional<core::ItemId> NaiveFreenet::item_of(const overlay::Query& query,
                                                         std::uint32_t number) const {
  const auto chosen = fn::publishing(given_.publishing);
  const bool are_placed = std::holds_alternative<fn::Placed>(chosen);
  if (script_.holders.empty() || are_placed) return query.item;
  const auto is_wanted = [&](ItemId item) { return item == query.item; };
  if (std::any_of(published_.begin(), published_.end(), is_wanted)) return query.item;
  if (published_.empty()) return {};
  // All items are equally popular, so it is any of those that are there.
  core::Substream random(script_.seed, "freenet/query_item", number);
  const auto items = static_cast<ItemId>(script_.holders.size());
  for (int draw = 0; draw < 1000; ++draw) {
    const ItemId item = overlay::Popularity::uniform(items).draw(random);
    if (std::find(published_.begin(), published_.end(), item) != published_.end()) return item;
  }
  return published_[random.below(published_.size())];
}

inline void NaiveFreenet::publish(ItemId item) {
  if (std::find(published_.begin(), published_.end(), item) != published_.end()) return;
  published_.push_back(item);
}

}  // namespace rippletank::tests
