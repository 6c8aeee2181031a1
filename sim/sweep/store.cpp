// Keeps runs in SQLite.
#include "sim/sweep/store.hpp"

#include <fmt/format.h>

namespace rippletank::sweep {
namespace {

using registry::Json;

constexpr const char* format = "rippletank sweep 1";

constexpr const char* tables = R"(
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS points (
  point INTEGER PRIMARY KEY, shown TEXT NOT NULL, identity TEXT NOT NULL, seed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
  run_id TEXT PRIMARY KEY, status TEXT NOT NULL, message TEXT NOT NULL,
  repetition INTEGER NOT NULL, seed TEXT NOT NULL, fingerprint TEXT NOT NULL,
  wall_s REAL NOT NULL, numbers TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS figures (
  name TEXT PRIMARY KEY, unit TEXT NOT NULL, definition TEXT NOT NULL) WITHOUT ROWID;
)";

constexpr const char* run_fields =
    "run_id, status, message, repetition, seed, fingerprint, wall_s, numbers";

Status status_of(const std::string& text) {
  for (const auto& [name, status] : registry::ChoiceNames<Status>::names) {
    if (text == name) return status;
  }
  throw UnusableStore("it has a run with the status " + text);
}

RunRecord record_in(const Statement& row) {
  RunRecord record;
  record.run_id = row.text(0);
  record.status = status_of(row.text(1));
  record.message = row.text(2);
  record.repetition = static_cast<std::uint64_t>(row.number(3));
  record.seed = std::stoull(row.text(4));
  record.fingerprint = row.text(5);
  record.wall_s = row.real(6);
  record.values = Json::parse(row.text(7));
  return record;
}

}  // namespace

Store::Store(const std::filesystem::path& file, DatabaseAccess access) : database_(file, access) {
  prepare(access);
  insert_ = std::make_unique<Statement>(
      database_,
      "INSERT OR REPLACE INTO runs (run_id, status, message, repetition, seed, fingerprint, "
      "wall_s, numbers) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  define_ = std::make_unique<Statement>(
      database_, "INSERT OR IGNORE INTO figures (name, unit, definition) VALUES (?, ?, ?)");
  select_ = std::make_unique<Statement>(
      database_, fmt::format("SELECT {} FROM runs WHERE run_id = ?", run_fields).c_str());
}

void Store::prepare(DatabaseAccess access) {
  try {
    Statement check(database_, "PRAGMA quick_check(1)");
    if (check.step() && check.text(0) != "ok") throw UnusableStore("damaged");
    const bool is_new = [this] {
      Statement count(database_, "SELECT count(*) FROM sqlite_master");
      return count.step() && count.number(0) == 0;
    }();
    if (is_new && access == DatabaseAccess::write) {
      Transaction transaction(database_);
      database_.execute(tables);
      set_meta("format", format);
      transaction.commit();
    }
    if (const std::string found = meta("format"); found != format) {
      throw UnusableStore(
          fmt::format("of another format (\"{}\", expected \"{}\")", found, format));
    }
  } catch (const DatabaseError& error) {
    if (error.is_damaged()) throw UnusableStore("damaged");
    if (error.is_full() || error.is_locked() || error.is_readonly()) throw;
    throw UnusableStore(std::string("not one of rippletank: ") + error.what());
  }
}

std::string Store::meta(const std::string& key) const {
  Statement select(database_, "SELECT value FROM meta WHERE key = ?");
  select.bind(1, key);
  return select.step() ? select.text(0) : "";
}

void Store::set_meta(const std::string& key, const std::string& value) {
  Statement insert(database_, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
  insert.bind(1, key).bind(2, value).run();
}

std::optional<Outline> Store::outline() const {
  const std::string rules = meta("outline");
  if (rules.empty()) return {};
  Outline outline = outline_of(Json::parse(rules));
  Statement select(database_, "SELECT shown, identity, seed FROM points ORDER BY point");
  while (select.step()) {
    Point& point = outline.points.emplace_back();
    point.values = Json::parse(select.text(0)).get<std::vector<Json>>();
    point.identity = select.text(1);
    point.seed = std::stoull(select.text(2));
  }
  return outline;
}

void Store::set_outline(const Outline& outline) {
  Transaction transaction(database_);
  set_meta("outline", to_json(outline).dump());
  database_.execute("DELETE FROM points");
  Statement insert(database_,
                   "INSERT INTO points (point, shown, identity, seed) VALUES (?, ?, ?, ?)");
  for (std::size_t i = 0; i < outline.points.size(); ++i) {
    const Point& point = outline.points[i];
    insert.bind(1, static_cast<std::int64_t>(i))
        .bind(2, Json(point.values).dump())
        .bind(3, point.identity)
        .bind(4, std::to_string(point.seed))
        .run();
  }
  transaction.commit();
}

void Store::put(const RunRecord& record) {
  Transaction transaction(database_);
  write(record);
  transaction.commit();
}

void Store::write(const RunRecord& record) {
  insert_->bind(1, record.run_id)
      .bind(2, registry::Codec<Status>::write(record.status).get<std::string>())
      .bind(3, record.message)
      .bind(4, static_cast<std::int64_t>(record.repetition))
      .bind(5, std::to_string(record.seed))
      .bind(6, record.fingerprint)
      .bind(7, record.wall_s)
      .bind(8, record.values.is_null() ? "{}" : record.values.dump())
      .run();
  for (const Definition& figure : record.figures) {
    define_->bind(1, figure.name).bind(2, figure.unit).bind(3, figure.definition).run();
  }
}

void Store::take_over(const Store& other) {
  Transaction transaction(database_);
  other.for_each([this](const RunRecord& theirs) {
    const std::optional<RunRecord> ours = find(theirs.run_id);
    const bool both_done = ours && ours->status == Status::done && theirs.status == Status::done;
    if (both_done && (ours->fingerprint != theirs.fingerprint || ours->values != theirs.values)) {
      throw Conflict("run " + theirs.run_id);
    }
    if (!ours || (ours->status != Status::done && theirs.status == Status::done)) write(theirs);
  });
  for (const Definition& figure : other.figures()) {
    define_->bind(1, figure.name).bind(2, figure.unit).bind(3, figure.definition).run();
  }
  transaction.commit();
}

std::optional<RunRecord> Store::find(const std::string& run_id) const {
  select_->reset();
  select_->bind(1, run_id);
  if (!select_->step()) return {};
  RunRecord record = record_in(*select_);
  select_->reset();
  return record;
}

std::optional<Store::Brief> Store::find_brief(const std::string& run_id) const {
  Statement select(database_, "SELECT status, wall_s FROM runs WHERE run_id = ?");
  select.bind(1, run_id);
  if (!select.step()) return {};
  return Brief{status_of(select.text(0)), select.real(1)};
}

void Store::for_each(const std::function<void(const RunRecord&)>& visit) const {
  Statement select(database_,
                   fmt::format("SELECT {} FROM runs ORDER BY run_id", run_fields).c_str());
  while (select.step()) visit(record_in(select));
}

std::uint64_t Store::count() const {
  Statement select(database_, "SELECT count(*) FROM runs");
  select.step();
  return static_cast<std::uint64_t>(select.number(0));
}

std::vector<Definition> Store::figures() const {
  std::vector<Definition> all;
  Statement select(database_, "SELECT name, unit, definition FROM figures ORDER BY name");
  while (select.step()) all.push_back({select.text(0), select.text(1), select.text(2)});
  return all;
}

}  // namespace rippletank::sweep
