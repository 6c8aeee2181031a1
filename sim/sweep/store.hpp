// Store: the runs of a sweep in an SQLite file, each kept from the moment at which it is done.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/database.hpp"
#include "sim/sweep/outline.hpp"
#include "sim/sweep/run_record.hpp"

namespace rippletank::sweep {

/// The name of the file in the folder of a sweep.
inline constexpr const char* store_name = "sweep.sqlite";

/// A store that is none, or of another format, or damaged.
class UnusableStore : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Two runs that should be the same and are not.
class Conflict : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Runs by their identity, and the outline of the sweep that they were last played for. Runs of
/// earlier outlines stay, as they may be wanted again.
///
/// Errors:  DatabaseError for what the disk does not take; UnusableStore.
class Store {
 public:
  Store(const std::filesystem::path& file, DatabaseAccess access);

  /// What the runs are for; nothing in a new store.
  std::optional<Outline> outline() const;
  void set_outline(const Outline& outline);

  /// Keeps a run, in a transaction of its own.
  void put(const RunRecord& record);
  /// Takes over the runs of another store, all or none. Of a run that both have, one that is done
  /// stays.
  ///
  /// Errors:  Conflict for one that both have done with different results.
  void take_over(const Store& other);
  std::optional<RunRecord> find(const std::string& run_id) const;
  /// The status and the wall time of a run, which are cheap to look at.
  struct Brief {
    Status status = Status::done;
    double wall_s = 0;
  };
  std::optional<Brief> find_brief(const std::string& run_id) const;

  /// Every run, in the order of their identities.
  void for_each(const std::function<void(const RunRecord&)>& visit) const;
  std::uint64_t count() const;
  /// What the figures of protocols are, in the order of their names.
  std::vector<Definition> figures() const;

 private:
  std::string meta(const std::string& key) const;
  void set_meta(const std::string& key, const std::string& value);
  void prepare(DatabaseAccess access);
  void write(const RunRecord& record);

  mutable Database database_;
  /// Prepared once, as there may be a hundred thousand runs.
  std::unique_ptr<Statement> insert_;
  std::unique_ptr<Statement> define_;
  std::unique_ptr<Statement> select_;
};

}  // namespace rippletank::sweep
