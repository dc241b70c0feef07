plugins { java }

java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }

tasks.jar { manifest { attributes("Main-Class" to "org.example.Main") } }
