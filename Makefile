# Part of Wengert, automatic differentiation for Swift.

# Runs every test; installs what is missing from the system's package manager and says what.
test:
	Scripts/test

# Builds the portable modules for WebAssembly under Embedded Swift.
wasm:
	Scripts/build-wasm

# Builds Wengert Studio, the page studio.html.
studio:
	Scripts/build-studio

# Checks the library against reference cases that were made elsewhere.
oracle:
	swift run -c release oracle Tests/Oracle/Files

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests Examples \
		Benchmarks/Package.swift Benchmarks/Sources

lint:
	Scripts/lint

.PHONY: test wasm studio oracle format lint
