# conan create . --profile tests/conan/system-packages.profile: the dependencies are the machine's own packages.
include(default)

[settings]
compiler.cppstd=20

[platform_requires]
fmt/9.1.0
lz4/1.9.4
libcbor/0.8.0
zlib/1.2.13
libcurl/7.88.1
nlohmann_json/3.11.2
