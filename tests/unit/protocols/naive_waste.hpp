// WASTE as one writes it first: maps by name, every round and every filler played, nothing clever.
#pragma once

#include "tests/unit/protocols/naive_waste_links.hpp"

namespace rippletank::tests::waste {

/// The slow twin, for scripts in which no two things happen at the same moment but what is sent
/// over one link.
class NaiveWaste final : public NaiveLinks {
 public:
  explicit NaiveWaste(const Script& script) : NaiveLinks(script) {
    for (const overlay::PresenceChange& change : script.changes) {
      at(change.time, [this, change] { change.online ? go_online(change.peer) : go(change); });
    }
    for (const overlay::Query& query : script.queries) {
      const std::size_t number = hits.size();
      hits.push_back(0);
      reached.emplace_back();
      at(query.start, [this, query, number] {
        if (!people_[query.origin].online) return;
        broadcast(query.origin, {"search", 64, 3 + set_.text_bytes, number});
        work(query.origin);
      });
    }
    for (PeerId peer = 0; peer < script.peers; ++peer) {
      core::Substream moment(script.seed, "waste/come", peer);
      alarm(peer, core::from_seconds(moment.uniform() * set_.join_spread_s), [this, peer] {
        if (!people_[peer].here) come(peer);
      });
    }
    run();
  }

 private:
  void read(PeerId peer, PeerId from, const Message& message) override {
    const std::string& type = message.type;
    if (type == "saturate") return;
    if (type == "capabilities") {
      EndState& own = end(peer, from);
      own.knows_other = true;
      own.send_ahead = std::min(ahead(peer), std::clamp<std::uint64_t>(ahead(from), 64, 32'768));
      return;
    }
    const std::optional<PeerId> back = where(peer, message.guid);
    if (type == "user_list_reply" || type == "key_reply" || type == "search_reply" ||
        type == "file_header" || type == "file_chunk") {
      if (!back || *back == from) {
        without_route += back ? 0U : 1U;
      } else if (*back != peer) {
        Message on = message;
        if (--on.ttl > 0) put(peer, *back, on);
      } else if (type == "search_reply") {
        ++hits[message.query];
        if (script_.queries[message.query].download && begun_.insert(message.query).second) {
          begin(peer, message);
        }
      } else if (type != "user_list_reply" && type != "key_reply") {
        read_file(message);
      }
      return;
    }
    if (back) return;
    remember(end(peer, from).tables, message);
    if (message.ttl > 1 && speed(peer) > set_.relay_kbit_s) {
      Message on = message;
      on.ttl = std::min(on.ttl, static_cast<int>(set_.ttl_hops)) - 1;
      for (const PeerId other : neighbours(peer)) {
        if (other != from && end(peer, other).stage == "up" && on.ttl > 0) put(peer, other, on);
      }
    }
    if (type == "user_list") answer(peer, message, {"user_list_reply", 80, 43 + set_.nick_bytes});
    if (type == "key") answer(peer, message, {"key_reply", 40, 38 + set_.key_bytes});
    if (type == "search") read_search(peer, message);
    if (type == "file_request" && fetches_[message.fetch].owner == peer) {
      read_request(peer, message);
    }
    if (type == "file_done") {
      std::vector<Upload>& all = people_[peer].uploads;
      for (std::size_t i = all.size(); i > 0; --i) {
        if (all[i - 1].fetch == message.fetch) all.erase(all.begin() + static_cast<long>(i - 1));
      }
    }
  }
  void read_search(PeerId peer, const Message& message) {
    const overlay::Query& query = script_.queries[message.query];
    if (query.origin == peer) return;
    reached[message.query].insert(peer);
    const bool has_it =
        script_.holders[*query.item].count(peer) > 0 || got_.count({peer, *query.item}) > 0;
    if (!has_it) return;
    Message reply{"search_reply", 80, 21 + 18 + set_.name_bytes, message.query};
    reply.writer = peer;
    answer(peer, message, reply);
  }

  // ---- files ----

  void begin(PeerId peer, const Message& reply) {
    Fetch fetch;
    fetch.peer = peer;
    fetch.owner = reply.writer;
    fetch.query = reply.query;
    fetch.item = *script_.queries[reply.query].item;
    for (std::uint64_t at = 0; at * set_.chunk_bytes < script_.file_bytes; ++at) {
      fetch.missing.insert(static_cast<int>(at));
    }
    people_[peer].waiting.push_back(fetches_.size());
    fetches_.push_back(fetch);
    start(peer);
  }
  void start(PeerId peer) override {
    Person& person = people_[peer];
    while (!person.is_to_start && person.active.size() < set_.downloads_max && has_link(peer)) {
      std::set<PeerId> busy;
      for (const std::size_t active : person.active) busy.insert(fetches_[active].owner);
      std::size_t place = 0;
      while (place < person.waiting.size() &&
             busy.count(fetches_[person.waiting[place]].owner) > 0) {
        ++place;
      }
      if (place == person.waiting.size()) return;
      const Time gap = core::from_seconds(set_.start_s);
      if (person.last_start && now_ < *person.last_start + gap) {
        person.is_to_start = true;
        return alarm(peer, *person.last_start + gap, [this, peer] {
          people_[peer].is_to_start = false;
          start(peer);
        });
      }
      person.last_start = now_;
      const std::size_t next = person.waiting[place];
      person.waiting.erase(person.waiting.begin() + static_cast<long>(place));
      person.active.push_back(next);
      fetches_[next].state = "active";
      fetches_[next].window = static_cast<int>(set_.window_chunks);
      ++tries;
      request(next, 0);
    }
  }
  void request(std::size_t number, std::uint64_t previous) {
    Fetch& fetch = fetches_[number];
    Message message{"file_request", 96, 0, fetch.query};
    message.fetch = number;
    message.previous = previous;
    fetch.asked.clear();
    if (!fetch.knows_size) {
      const int count = std::min(fetch.window, static_cast<int>(set_.window_most_chunks));
      for (int chunk = 0; chunk < count; ++chunk) message.chunks.push_back(chunk);
    } else {
      for (const int chunk : fetch.missing) {
        if (static_cast<int>(message.chunks.size()) < fetch.window) message.chunks.push_back(chunk);
      }
    }
    std::uint64_t runs = 0;
    for (std::size_t i = 0; i < message.chunks.size(); ++i) {
      if (i == 0 || message.chunks[i] != message.chunks[i - 1] + 1) ++runs;
      if (fetch.missing.count(message.chunks[i]) > 0) fetch.asked.insert(message.chunks[i]);
    }
    message.length = 93 + 5 * runs;
    fetch.has_header = false;
    fetch.has_heard = false;
    ++requests;
    fetch.guid = broadcast(fetch.peer, message);
    const std::uint64_t guid = fetch.guid;
    const Time silence = core::from_seconds(set_.silence_s);
    alarm(fetch.peer, now_ + 2 * silence, [this, number, guid] {
      Fetch& late_one = fetches_[number];
      if (late_one.state != "active" || late_one.guid != guid || late_one.has_heard) return;
      ++silent_tries;
      stop(number);
      if (++late_one.tries < set_.download_tries) {
        late_one.state = "waiting";
        people_[late_one.peer].waiting.push_back(number);
      }
      start(late_one.peer);
    });
  }
  void stop(std::size_t number) {
    Fetch& fetch = fetches_[number];
    fetch.state = "over";
    std::vector<std::size_t>& active = people_[fetch.peer].active;
    active.erase(std::find(active.begin(), active.end(), number));
  }
  void read_file(const Message& message) {
    Fetch& fetch = fetches_[message.fetch];
    const std::size_t number = message.fetch;
    if (fetch.state != "active" || fetch.guid != message.guid) {
      late += message.type == "file_chunk" ? 1U : 0U;
      return;
    }
    if (message.type == "file_header") {
      fetch.has_header = fetch.knows_size = true;
    } else if (!fetch.knows_size) {
      stop(number);
      return start(fetch.peer);
    } else {
      fetch.asked.erase(message.chunks[0]);
      if (fetch.missing.erase(message.chunks[0]) == 0) {
        ++twice;
      } else {
        const std::uint64_t size = chunk_bytes(message.chunks[0]);
        carried_up[fetch.owner] += size;
        carried_down[fetch.peer] += size;
      }
    }
    fetch.has_heard = true;
    fetch.heard = now_;
    alarm(fetch.peer, now_ + core::from_seconds(set_.silence_s),
          [this, number, guid = message.guid] { look_whether_silent(number, guid); });
    if (fetch.missing.empty()) return complete(number);
    if (!fetch.has_header || !fetch.asked.empty()) return;
    fetch.window =
        std::min(fetch.window + fetch.window / 4, static_cast<int>(set_.window_most_chunks));
    request(number, fetch.guid);
  }
  void look_whether_silent(std::size_t number, std::uint64_t guid) {
    Fetch& fetch = fetches_[number];
    if (fetch.state != "active" || fetch.guid != guid) return;
    if (fetch.heard + core::from_seconds(set_.silence_s) != now_) return;
    ++silent_rounds;
    const int missing = fetch.has_header ? static_cast<int>(fetch.asked.size()) : fetch.window;
    fetch.window = std::max(fetch.window - missing, static_cast<int>(set_.window_least_chunks));
    request(number, guid);
  }
  void complete(std::size_t number) {
    const Fetch fetch = fetches_[number];
    Message message{"file_done", 96, 37, fetch.query};
    message.fetch = number;
    broadcast(fetch.peer, message);
    got_.insert({fetch.peer, fetch.item});
    stop(number);
    fetched[fetch.query] = now_;
    start(fetch.peer);
  }
  std::uint64_t chunk_bytes(int chunk) const {
    return std::min<std::uint64_t>(
        set_.chunk_bytes,
        script_.file_bytes - static_cast<std::uint64_t>(chunk) * set_.chunk_bytes);
  }

  void read_request(PeerId peer, const Message& message) {
    std::vector<Upload>& all = people_[peer].uploads;
    for (std::size_t i = all.size(); i > 0; --i) {
      const Upload& old = all[i - 1];
      const bool is_silent =
          old.chunks.empty() && now_ - old.sign > core::from_seconds(set_.forget_upload_s);
      if (is_silent) all.erase(all.begin() + static_cast<long>(i - 1));
    }
    std::size_t place = 0;
    while (place < all.size() &&
           (all[place].fetch != message.fetch ||
            (all[place].guid != message.previous && all[place].guid != message.guid))) {
      ++place;
    }
    if (place == all.size()) {
      if (all.size() == set_.uploads_max) {
        ++ignored;
        return;
      }
      all.push_back({});
    }
    all[place] = {message.fetch, message.guid, {}, now_};
    for (const int chunk : message.chunks) {
      const auto begin = static_cast<std::uint64_t>(chunk) * set_.chunk_bytes;
      if (begin < script_.file_bytes) all[place].chunks.push_back(chunk);
    }
    Message header{"file_header", 110, 81, message.query};
    header.fetch = message.fetch;
    answer(peer, message, header);
  }
  bool upload(PeerId peer) override {
    bool was_any = false;
    for (Upload& upload : people_[peer].uploads) {
      const std::optional<PeerId> way = where(peer, upload.guid);
      if (upload.chunks.empty() || !way || *way == peer) continue;
      if (end(peer, *way).queue.size() >= set_.upload_queue_messages) continue;
      Message chunk{"file_chunk", 110, 4 + chunk_bytes(upload.chunks[0])};
      chunk.fetch = upload.fetch;
      chunk.chunks = {upload.chunks[0]};
      upload.chunks.erase(upload.chunks.begin());
      upload.sign = now_;
      put(peer, *way, again(chunk, upload.guid));
      was_any = true;
    }
    return was_any;
  }
};

}  // namespace rippletank::tests::waste
