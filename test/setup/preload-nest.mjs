// CommonJS companions of Nest may only require() it once its ES modules are loaded.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
