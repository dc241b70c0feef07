# Its packages link manual pages into a folder that slim images leave out
FROM debian:trixie-slim
RUN mkdir -p /usr/share/man/man1 && apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jdk-headless maven && rm -rf /var/lib/apt/lists/*
